"""The models that serve, on onnxruntime."""
