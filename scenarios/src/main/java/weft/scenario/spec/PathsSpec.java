package weft.scenario.spec;

import org.jspecify.annotations.Nullable;

/** How packets get their paths. */
public record PathsSpec(
    @Key(
            doc = "The policy.",
            absent = "`spray-round-robin` with `ndp`, `spray-random` with `nscc`, else `ecmp`",
            example = "ecmp")
        @Nullable Policy policy,
    @Key(
            doc = "Paths that a flow knows at most.",
            absent = "256 where packets of a flow take several paths",
            example = "64",
            min = 1,
            max = 65_536)
        @Nullable Integer entropies,
    @Key(
            doc = "After a pause of more than this a flow may change its path.",
            absent = "T, with `flowlet`",
            example = "10us")
        @Nullable Long flowletGapPs) {

  /** How a packet gets its path. */
  public enum Policy {
    @Option(text = "ecmp", doc = "one path a flow, by a hash")
    ECMP,
    @Option(text = "flowlet", doc = "a random path after each pause of the flow")
    FLOWLET,
    @Option(text = "spray-random", doc = "a random path a packet")
    SPRAY_RANDOM,
    @Option(text = "spray-round-robin", doc = "all paths in turn, shuffled each round")
    SPRAY_ROUND_ROBIN,
    @Option(text = "adaptive", doc = "switches send a packet to the shortest queue that leads on")
    ADAPTIVE,
    @Option(text = "reps", doc = "paths whose packets came back unmarked are used again (REPS)")
    REPS,
    @Option(
        text = "mixed",
        doc =
            "entropies that switches hash to paths; those that came back unmarked again, else all in"
                + " turn but those with marks (what htsim's UEC does)")
    MIXED
  }
}
