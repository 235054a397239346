//! Tests that drive the window headless.
