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
        int data) {

  /** Number of GPUs: tensor × pipeline × data. */
  public long ranks() {
    return (long) tensor * pipeline * data;
  }
}
