//! Importers: other desks' history becomes Spoc's.
