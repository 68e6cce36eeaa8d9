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
    @Key(doc = "The runs, at least one, all of one kind.") List<Run> runs,
    @Key(
            doc = "Which times of collectives are held against those expected.",
            defaultText = "simulated")
        Scored scored,
    @Key(doc = "Ranges of sizes of collectives, over all runs.", absent = "none")
        @Nullable List<Region> regions,
    @Key(doc = "How near groups of steps must be.", absent = "any error will do")
        @Nullable List<Group> groups,
    @Key(
            doc =
                "By how much the change of a step's time from the smallest to the largest run of a"
                    + " series may differ from what is expected, as a fraction: 0.02 is 2 points.",
            absent = "any difference will do",
            example = "0.02",
            max = 1)
        @Nullable Double scaling) {

  /** A scenario and what it should come to. */
  public record Run(
      @Key(doc = "The scenario file; its path begins at this file's folder.", example = "my.yaml")
          @Ending(".yaml")
          Path scenario,
      @Key(
              doc = "Settings for this run, each as after `--set`.",
              absent = "the scenario as it is",
              example = "[ workload.training.global-batch=256 ]")
          @Nullable List<String> set,
      @Key(
              doc =
                  "The completion time of each flow of the scenario: a CSV file with the columns"
                      + " `id` and `fct`.",
              absent = "the run is compared otherwise",
              example = "my-expected.csv")
          @Ending(".csv")
          @Nullable Path fct,
      @Key(
              doc =
                  "The time of the scenario's collective for some of its sizes: a CSV file with the"
                      + " columns `size` (bytes) and `time`.",
              absent = "the run is compared otherwise",
              example = "my-times.csv")
          @Ending(".csv")
          @Nullable Path times,
      @Key(
              doc = "The time of the training step of the scenario.",
              absent = "the run is compared otherwise",
              example = "8.45s",
              min = 1)
          @Nullable Long stepPs,
      @Key(
              doc = "The whole training whose step the scenario is: how many GPUs it takes.",
              absent = "the run is compared otherwise")
          @Nullable Budget budget,
      @Key(doc = "What to call the run.", absent = "the name of the scenario", example = "64 GPUs")
          @Nullable String label,
      @Key(
              doc = "The group of runs that it belongs to, whose mean error is told.",
              absent = "none",
              example = "a100")
          @Nullable String group,
      @Key(
              doc =
                  "The series of runs that it belongs to: the same step on more and more GPUs, with"
                      + " as many sequences for each (weak scaling). Told is how its time changes"
                      + " from the smallest to the largest.",
              absent = "none",
              example = "llama-70b")
          @Nullable String series,
      @Key(
              doc = "Whether constants were fitted on this run; it then proves nothing.",
              defaultText = "off")
          OnOff fitted,
      @Key(doc = "How near is near enough.", absent = "anything is")
          @Nullable Tolerance tolerance) {}

  /** A training as a number of operations, and what somebody says of it. */
  public record Budget(
      @Key(
              doc = "What it computes, 10^21 FLOP, at least 0.001.",
              example = "420",
              max = 1_000_000_000)
          double zflop,
      @Key(
              doc = "What a GPU is said to do at its peak, TFLOP/s.",
              example = "1600",
              min = 1,
              max = 1_000_000)
          double tflops,
      @Key(
              doc = "The share of that which training is said to reach, at least 0.001.",
              example = "0.3",
              max = 1)
          double utilization,
      @Key(doc = "How many days it may take.", defaultText = "7", min = 1, max = 100_000) int days,
      @Key(
              doc = "How many GPUs are said to be needed.",
              absent = "nothing is said",
              example = "1447",
              min = 1)
          @Nullable Integer printed,
      @Key(
              doc = "A number of GPUs whose days are asked for.",
              absent = "none",
              example = "25000",
              min = 1)
          @Nullable Integer gpus) {}

  /** How near the steps of a group are on average. */
  public record Group(
      @Key(doc = "Its name, as in the runs.", example = "a100") String name,
      @Key(
              doc = "How large the mean of the absolute errors may be, as a fraction.",
              example = "0.05",
              max = 1)
          double error) {}

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
          @Nullable Double ks,
      @Key(doc = "The training step.", absent = "not checked", example = "0.1", max = 1)
          @Nullable Double step) {}
}
