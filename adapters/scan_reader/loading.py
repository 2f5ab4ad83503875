"""Loads the two models: the only place where their engine is touched, and only within the process that reads."""

import numpy as np
import onnxruntime

from adapters.scan_reader.detection import Model
from adapters.scan_reader.models import ScanModels
from adapters.scan_reader.page_reader import PageReader
from adapters.scan_reader.sampling import Floats

SIGNS = "character"
FATAL_ONLY = 4


def load(models: ScanModels, *, threads: int) -> PageReader:
    """Give a reader with both models loaded."""
    detection, recognition = (_session(str(one), threads) for one in (models.detection, models.recognition))
    known = recognition.get_modelmeta().custom_metadata_map[SIGNS].splitlines()
    return PageReader(_model(detection), _model(recognition), ["", *known, " "])


def _session(path: str, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = FATAL_ONLY
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    # Pages differ in size: an arena would keep the largest of each.
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def _model(session: onnxruntime.InferenceSession) -> Model:
    name = session.get_inputs()[0].name

    def run(given: Floats) -> Floats:
        (found,) = session.run(None, {name: given})
        return np.asarray(found, dtype=np.float32)

    return run
