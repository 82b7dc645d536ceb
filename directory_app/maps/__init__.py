"""Still maps made here: the base map that ships with the directory, and pictures of places on it."""

from .place import PlaceSketch, place_sketch, place_sketches

__all__ = ["PlaceSketch", "place_sketch", "place_sketches"]
