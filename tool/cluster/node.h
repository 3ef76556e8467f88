/* node.h - what benchmem (cluster/session.c) and its program on a node (cluster/node.c) say to each
 * other, through the standard streams that the launcher joins.
 *
 *     benchmem-node RANK VARIABLE...
 *
 * RANK is a variable of the environment, "" for none: only the task in which it is 0 or missing
 * does anything.  What is said to the node is requests, one after the other, until the end of its
 * standard input: "LEN\n", and LEN bytes that are texts, each with a zero:
 *
 *     directory, CPUs as --cpu or "", "fixed" addresses or "", "pace" or "", seconds of its time or
 *     "0", the number of variables, as many "NAME=value", the command's words
 *
 * What the node says is frames: a letter of enum node_frame, a space, "LEN\n", LEN bytes, "\n".
 * The last is there since launchers hand on what they get line by line.
 */
#pragma once

enum node_frame {
    NODE_READY = 'r',  /* first: the host's name and the VARIABLEs' values, a line each */
    NODE_STATE = 's',  /* a command begins: host_state_print() */
    NODE_OUTPUT = 'o', /* of the command */
    NODE_ENDED = 'e',  /* "EXIT_CODE SIGNAL TIMED_OUT SECONDS PACE" */
    NODE_FAILED = 'x', /* the command could not be started: why */
};
