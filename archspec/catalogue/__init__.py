"""The layer catalogue: one class a layer. A family's module is loaded when one of its layers is first asked for."""

from archspec.catalogue.index import find_layer, function_names, layer_names

__all__ = ["find_layer", "function_names", "layer_names"]
