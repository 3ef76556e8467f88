from ._textstat import count_words
