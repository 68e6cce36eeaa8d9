package weft.scenario.spec;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A comparison file: scenarios, what they should come to, and how near is near enough. */
public record ComparisonSpec(
    @Key(
            doc = "What to call it in reports.",
            absent = "the name of the file without its extension",
            example = "htsim")
        String name,
    @Key(doc = "The runs, at least one: all of flows, or all of collectives.") List<Run> runs,
    @Key(
            doc = "Which times of collectives are held against those expected.",
            defaultText = "simulated")
        Scored scored,
    @Key(doc = "Ranges of sizes of collectives, over all runs.", absent = "none")
        @Nullable List<Region> regions) {

  /** A scenario and what it should come to. */
  public record Run(
      @Key(doc = "The scenario file; its path begins at this file's folder.", example = "my.yaml")
          @Ending(".yaml")
          Path scenario,
      @Key(
              doc =
                  "The completion time of each flow of the scenario: a CSV file with the columns"
                      + " `id` and `fct`.",
              absent = "`times` is given",
              example = "my-expected.csv")
          @Ending(".csv")
          @Nullable Path fct,
      @Key(
              doc =
                  "The time of the scenario's collective for some of its sizes: a CSV file with the"
                      + " columns `size` (bytes) and `time`.",
              absent = "`fct` is given",
              example = "my-times.csv")
          @Ending(".csv")
          @Nullable Path times,
      @Key(doc = "How near is near enough.", absent = "anything is")
          @Nullable Tolerance tolerance) {}

  /** Where times of collectives come from. */
  public enum Scored {
    @Option(text = "simulated", doc = "from the simulation")
    SIMULATED,
    @Option(text = "predicted", doc = "from the cost model by which the library chooses")
    PREDICTED,
    @Option(text = "both", doc = "from the simulation, and beside it those that are predicted")
    BOTH
  }

  /** A range of sizes, and how near is near enough over all runs. */
  public record Region(
      @Key(doc = "The smallest size.", absent = "no lower bound", example = "1MiB")
          @Nullable Long fromBytes,
      @Key(doc = "The size that is just too large.", absent = "no upper bound", example = "64MiB")
          @Nullable Long toBytes,
      @Key(
              doc = "The mean of |time / expected − 1| over all rows.",
              absent = "not checked",
              example = "0.1",
              max = 1)
          @Nullable Double mean) {}

  /** By how much figures may differ, as a fraction of what is expected. */
  public record Tolerance(
      @Key(
              doc = "The mean; of collectives the mean of |time / expected − 1|.",
              absent = "not checked",
              example = "0.02",
              max = 1)
          @Nullable Double mean,
      @Key(doc = "The median.", absent = "not checked", example = "0.05", max = 1)
          @Nullable Double median,
      @Key(doc = "The 99th percentile.", absent = "not checked", example = "0.05", max = 1)
          @Nullable Double p99,
      @Key(doc = "The greatest.", absent = "not checked", example = "0.05", max = 1)
          @Nullable Double max,
      @Key(
              doc = "Each flow, held against the same flow.",
              absent = "not checked",
              example = "0.0001",
              max = 1)
          @Nullable Double flow,
      @Key(
              doc = "The Kolmogorov–Smirnov distance of the two distributions.",
              absent = "not checked",
              example = "0.2",
              max = 1)
          @Nullable Double ks) {}
}
