"""Reads from the program itself how it is hardened, so that a flag cannot go missing unseen.

    python3 tests/packages/hardening.py PROGRAM CONFIG [WHAT...]

WHAT is what the build system says it asked for, `pie relro now noexecstack canary stack_clash fortify
cet bti`; all but stack_clash and bti, which leave no mark that can be told from others, must be there.
On Linux the first five must have been asked for: every compiler of the last ten years has them.
Exit status 77: the program is no 64-bit little-endian ELF file.
"""
import struct
import sys

LEAST = {"pie", "relro", "now", "noexecstack", "canary"}
PT_LOAD, PT_DYNAMIC = 1, 2
PT_GNU_STACK, PT_GNU_RELRO = 0x6474E551, 0x6474E552
DT_STRTAB, DT_SYMTAB, DT_STRSZ, DT_RPATH, DT_RUNPATH, DT_FLAGS, DT_FLAGS_1 = (
    5, 6, 10, 15, 29, 30, 0x6FFFFFFB)
ET_DYN, EM_X86_64 = 3, 62
ENDBR64 = b"\xf3\x0f\x1e\xfa"
PF_X, PF_W = 1, 2


class Elf:
    def __init__(self, path):
        with open(path, "rb") as f:
            self.bytes = f.read()
        if self.bytes[:6] != b"\x7fELF\x02\x01":
            print("%s is no 64-bit little-endian ELF file" % path)
            sys.exit(77)
        self.type, self.machine = struct.unpack_from("<HH", self.bytes, 16)
        offset, = struct.unpack_from("<Q", self.bytes, 32)
        size, count = struct.unpack_from("<HH", self.bytes, 54)
        #: type, flags, offset, address, size in the file
        self.segments = []
        for i in range(count):
            kind, flags, at, address, _, length, _, _ = struct.unpack_from(
                "<IIQQQQQQ", self.bytes, offset + i * size)
            self.segments.append((kind, flags, at, address, length))
        self.dynamic = self.read_dynamic()

    def of_type(self, kind):
        return [s for s in self.segments if s[0] == kind]

    def read_dynamic(self):
        values = {}
        for _, _, at, _, length in self.of_type(PT_DYNAMIC):
            for tag, value in struct.iter_unpack("<qQ", self.bytes[at:at + length]):
                if tag == 0:
                    break
                values[tag] = value
        return values

    def file_offset(self, address):
        for _, _, at, start, length in self.of_type(PT_LOAD):
            if start <= address < start + length:
                return at + address - start
        raise ValueError("address %#x is in no segment" % address)

    def imports(self):
        """The strings of the dynamic symbol table: names of what is imported, among others."""
        at = self.file_offset(self.dynamic[DT_STRTAB])
        return set(self.bytes[at:at + self.dynamic[DT_STRSZ]].decode().split("\0"))

    def landing_pads(self):
        """How many times ENDBR64 stands in code.  (The property note of the whole program is no
        measure: it is missing where the C library's start files have none.)"""
        return sum(self.bytes[at:at + length].count(ENDBR64)
                   for _, flags, at, _, length in self.of_type(PT_LOAD) if flags & PF_X)


def found_in(elf):
    """What the program has."""
    names = elf.imports()
    flags, flags_1 = elf.dynamic.get(DT_FLAGS, 0), elf.dynamic.get(DT_FLAGS_1, 0)
    stack = elf.of_type(PT_GNU_STACK)
    return {what for what, there in {
        "pie": elf.type == ET_DYN and flags_1 & 0x08000000,
        "relro": elf.of_type(PT_GNU_RELRO),
        "now": flags & 8 or flags_1 & 1,
        "noexecstack": stack and not stack[0][1] & PF_X,
        "canary": "__stack_chk_fail" in names,
        "fortify": {"__memcpy_chk", "__vsnprintf_chk", "__snprintf_chk", "__fprintf_chk"} & names,
        "cet": elf.machine == EM_X86_64 and elf.landing_pads() >= 100,
    }.items() if there}


def main():
    program, config, *asked = sys.argv[1:]
    elf = Elf(program)
    wanted = (set(asked) | LEAST) - {"stack_clash", "bti"}
    if config == "Debug":
        wanted.discard("fortify")
    found = found_in(elf)
    problems = ["not there: %s" % what for what in sorted(wanted - found)]
    problems += ["%s was not asked for" % what for what in sorted(LEAST - set(asked))]
    if any(flags & PF_X and flags & PF_W for _, flags, _, _, _ in elf.of_type(PT_LOAD)):
        problems.append("a segment can be written and executed")
    if DT_RPATH in elf.dynamic or DT_RUNPATH in elf.dynamic:
        problems.append("libraries are looked for in a directory of its own")
    print("%s has: %s" % (program, " ".join(sorted(found))))
    for problem in problems:
        print("FAILED: " + problem)
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
