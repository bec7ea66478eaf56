//! The binary: command line, configuration, wiring.
