"""Images of badges: drawing one where the author gave none, admitting an author's SVG, making PNGs."""
