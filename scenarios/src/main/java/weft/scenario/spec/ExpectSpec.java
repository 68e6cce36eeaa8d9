package weft.scenario.spec;

import org.jspecify.annotations.Nullable;

/** What the result should be. */
public record ExpectSpec(
    @Key(doc = "Model FLOP/s utilization of a training step.", absent = "not checked")
        @Nullable FractionRange mfu,
    @Key(doc = "Duration of a training step.", absent = "not checked") @Nullable TimeRange stepTime,
    @Key(doc = "Time to first token of a model that is served.", absent = "not checked")
        @Nullable TimeRange ttft,
    @Key(doc = "Time per output token of a model that is served.", absent = "not checked")
        @Nullable TimeRange tpot,
    @Key(doc = "Bus bandwidth of a collective at its greatest size.", absent = "not checked")
        @Nullable RateRange busbw,
    @Key(doc = "Mean completion time of the flows of `workload.flows`.", absent = "not checked")
        @Nullable TimeRange meanFct,
    @Key(doc = "Completion time of the slowest of these flows.", absent = "not checked")
        @Nullable TimeRange maxFct) {

  /** Bounds of a fraction. */
  public record FractionRange(
      @Key(doc = "The least value.", absent = "no lower bound", example = "0.4", max = 1)
          @Nullable Double min,
      @Key(doc = "The greatest value.", absent = "no upper bound", example = "0.6", max = 1)
          @Nullable Double max) {}

  /** Bounds of a time. */
  public record TimeRange(
      @Key(doc = "The least value.", absent = "no lower bound", example = "9s")
          @Nullable Long minPs,
      @Key(doc = "The greatest value.", absent = "no upper bound", example = "12s")
          @Nullable Long maxPs) {}

  /** Bounds of a rate. */
  public record RateRange(
      @Key(doc = "The least value.", absent = "no lower bound", example = "320GBps")
          @Nullable Long minBps,
      @Key(doc = "The greatest value.", absent = "no upper bound", example = "390GBps")
          @Nullable Long maxBps) {}
}
