# What is typed often. Everything here is one command that works without `just` too.

# Run the demo.
demo *args:
    cargo run --release -- demo {{ args }}

# Run all tests against servers of their own.
test *args:
    ./test {{ args }}

# What a change must pass.
ci:
    .ci/run

# Take what the snapshot tests see as right, and look at the difference.
bless *args:
    INSTA_UPDATE=always ./test {{ args }}
    git diff --stat -- '*.snap'

# Format and lint.
tidy:
    cargo fmt --all
    cargo clippy --workspace --all-targets -- -D warnings

# Measure beside hand-written handlers; writes target/compare.json.
bench:
    cargo bench --bench compare
