"""The Discord face of the answer engine; it may import ``index``, never the other way round."""
