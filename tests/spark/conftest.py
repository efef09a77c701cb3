"""One session of Spark on this machine, for all tests that need one."""

import os
import shutil
import sys
import warnings

import pytest


@pytest.fixture(scope="session")
def session():
    """Return a session with two workers; it takes 12 to 21 seconds to start."""
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ and "CI" not in os.environ:
        pytest.skip("Spark runs on Java, of which there is none here")
    from pyspark.sql import SparkSession  # noqa: PLC0415 - only where there is Java

    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        # Its gateway is a process and sockets, which it leaves to the end of Python to close.
        warnings.simplefilter("ignore", ResourceWarning)
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        found = (
            SparkSession.builder.master("local[2]")
            .config("spark.ui.enabled", value=False)
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.session.timeZone", "UTC")
            .getOrCreate()
        )
        found.sparkContext.setLogLevel("OFF")
        yield found
        found.stop()
