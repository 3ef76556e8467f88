"""What the program writes, read by parsers that are not ours."""
import collections
import csv
import io
import json
import re

import html5lib
from lxml import etree
from markdown_it import MarkdownIt

SVG = "{http://www.w3.org/2000/svg}"
HTML = "{http://www.w3.org/1999/xhtml}"


def read_csv(data):
    """Rows of cells; a byte that is no UTF-8 as surrogateescape has it."""
    return list(csv.reader(io.StringIO(data.decode("utf-8", "surrogateescape"), newline=""),
                           strict=True))


def read_json(data):
    return json.loads(data.decode("utf-8"), parse_constant=lambda word: 1 / 0)


# What folds the tables of a matrix; nothing else may be an element.
FOLD = re.compile(r"<details>\n<summary>The tables?</summary>\n|</details>\n")


class Markdown:
    """Tables as lists of rows of cells, each what a reader sees and whether it is only text."""

    def __init__(self, data):
        text = data.decode("utf-8")
        self.tables, self.titles, self.items, self.markup, self.folds = [], [], [], [], 0
        tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text)
        for i, token in enumerate(tokens):
            if token.type == "table_open":
                self.tables.append([])
            elif token.type == "tr_open":
                self.tables[-1].append([])
            elif token.type == "inline":
                self.take(tokens[i - 1].type, token)
            elif token.type == "html_block" and FOLD.fullmatch(token.content):
                self.folds += 1
            elif token.type in ("html_block", "fence", "code_block"):
                self.markup.append((token.type, token.content))

    def take(self, parent, token):
        seen = "".join(child.content if child.type in ("text", "code_inline") else
                       "\n" if child.type in ("softbreak", "hardbreak") else ""
                       for child in token.children)
        self.markup += [(child.type, child.content or child.attrs) for child in token.children
                        if child.type in ("html_inline", "link_open", "image")]
        if parent in ("th_open", "td_open"):
            self.tables[-1][-1].append(seen)
        elif parent == "heading_open":
            self.titles.append(seen)
        else:
            self.items.append(seen)


class Elements:
    """A page, read as browsers do."""

    def __init__(self, data):
        root = html5lib.parse(data.decode("utf-8"))
        elements = [e for e in root.iter() if isinstance(e.tag, str)]
        self.elements = elements
        self.counts = collections.Counter(e.tag for e in elements)
        self.comments = [e for e in root.iter() if not isinstance(e.tag, str)]
        self.title = root.findtext(".//%stitle" % HTML)
        self.handlers = {(e.tag, a) for e in elements for a in e.attrib if a.startswith("on")}


class Page(Elements):
    """The page around a figure."""

    def __init__(self, data):
        super().__init__(data)
        self.figure, self.details = (
            json.loads(next(e for e in self.elements if e.get("id") == name).text)
            for name in ("figure", "details"))


class Svg:
    def __init__(self, data):
        parser = etree.XMLParser(no_network=True, resolve_entities=False)
        self.root = etree.fromstring(data, parser)
        self.tags = {e.tag.replace(SVG, "") for e in self.root.iter() if isinstance(e.tag, str)}
        self.others = [e for e in self.root.iter() if not isinstance(e.tag, str)]
        self.texts = [e.text or "" for e in self.root.iter(SVG + "text")]
        self.tooltips = [e.text or "" for e in self.root.iter(SVG + "title")]


def read_measurements(text):
    """Elements (tag, name, text) of the lines that CTest takes; and the other lines."""
    found, others = [], []
    for line in text.split("\n"):
        if re.match(r"<CTest\w+[ >]", line):
            element = (etree.fromstring(line) if not line.startswith("<CTestDetails>") else
                       etree.Element("CTestDetails"))
            found.append((element.tag, element.get("name"), element.text))
        else:
            others.append(line)
    return found, others
