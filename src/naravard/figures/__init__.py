"""The figures of the papers, drawn once as SVG, each with words that say what it shows.

Every figure takes a project and a term and is a Passage; where there is nothing to draw it is an empty one. Colours differ in
lightness and come with patterns and marks, so that a grey print is legible; what is drawn is named where it stands.
"""
