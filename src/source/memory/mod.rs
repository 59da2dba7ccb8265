//! A table held in memory: claims no capability, so that `exec` computes everything.
