package weft.scenario.spec;

/** Over how many GPUs a training job is split. */
public record ParallelismSpec(
    @Key(
            doc = "Number of GPUs that share each layer.",
            defaultText = "1",
            example = "8",
            min = 1,
            max = 1_000_000)
        int tensor,
    @Key(
            doc = "Number of pipeline stages among which the layers are divided.",
            defaultText = "1",
            example = "8",
            min = 1,
            max = 1_000_000)
        int pipeline,
    @Key(
            doc = "Number of replicas among which the batch is divided.",
            defaultText = "1",
            example = "16",
            min = 1,
            max = 1_000_000)
        int data,
    @Key(
            doc = "Number of GPUs among which a sequence is divided (ring attention).",
            defaultText = "1",
            example = "2",
            min = 1,
            max = 1_000_000)
        int context,
    @Key(
            doc =
                "Number of chunks of layers that a pipeline stage has; more than 1 is an"
                    + " interleaved pipeline.",
            defaultText = "1",
            example = "6",
            min = 1,
            max = 1_000_000)
        int virtualStages,
    @Key(
            doc =
                "Whether the GPUs that share a layer divide norms, dropout and residuals, too: an"
                    + " all-reduce becomes a reduce-scatter and an all-gather.",
            defaultText = "on")
        OnOff sequenceParallel) {

  /** Number of GPUs: tensor × context × pipeline × data. */
  public long ranks() {
    return (long) tensor * context * pipeline * data;
  }
}
