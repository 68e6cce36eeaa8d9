package weft.scenario.spec;

import org.jspecify.annotations.Nullable;

/** What the cables of one tier are. */
public record CableSpec(
    @Key(
            doc = "Length of a cable; a metre of fibre takes 5 ns.",
            absent = "10 m, or what the cable reaches if that is less",
            example = "30m",
            min = 1,
            max = 20_000_000_000L)
        @Nullable Long lengthMm,
    @Key(
            doc =
                "What it is made of: `dac` (passive copper), `acc` (active copper), `aoc` (active"
                    + " optical), each the slowest that carries the rate, or a cable of the"
                    + " catalogue. With these there are no modules.",
            absent = "the fibre that the modules need; `dac` where `optics` says `copper`",
            example = "dac")
        @NameOf(NameKind.CABLE)
        @Nullable String kind) {}
