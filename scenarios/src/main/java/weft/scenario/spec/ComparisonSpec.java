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
    @Key(doc = "The runs, at least one.") List<Run> runs) {

  /** A scenario and what it should come to. */
  public record Run(
      @Key(doc = "The scenario file; its path begins at this file's folder.", example = "my.yaml")
          @Ending(".yaml")
          Path scenario,
      @Key(
              doc =
                  "The completion time of each flow of the scenario: a CSV file with the columns"
                      + " `id` and `fct`.",
              example = "my-expected.csv")
          @Ending(".csv")
          Path fct,
      @Key(doc = "How near is near enough.", absent = "anything is")
          @Nullable Tolerance tolerance) {}

  /** By how much figures may differ, as a fraction of what is expected. */
  public record Tolerance(
      @Key(doc = "The mean.", absent = "not checked", example = "0.02", max = 1)
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
