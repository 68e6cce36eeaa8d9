package weft.scenario.spec;

import org.jspecify.annotations.Nullable;

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
                "Whether stages may have one layer more or less, if the layers cannot be divided"
                    + " evenly: the last has one less, then the first, then the last but one, and"
                    + " so on. The last and the first may so have none but the embeddings.",
            defaultText = "off")
        OnOff unevenStages,
    @Key(
            doc =
                "Whether the GPUs that share a layer divide norms, dropout and residuals, too: an"
                    + " all-reduce becomes a reduce-scatter and an all-gather.",
            defaultText = "on")
        OnOff sequenceParallel,
    @Key(
            doc =
                "Number of GPUs among which the experts of a layer are divided, each with some of"
                    + " them: tokens are sent to their experts and back. These GPUs are"
                    + " neighbours among the replicas of a stage.",
            defaultText = "1",
            example = "8",
            min = 1,
            max = 1_000_000)
        int expert,
    @Key(
            doc = "Number of GPUs that share each expert.",
            absent = "as many as share each layer, `tensor`",
            example = "1",
            min = 1,
            max = 1_000_000)
        @Nullable Integer expertTensor) {

  /** Number of GPUs: tensor × context × pipeline × data. */
  public long ranks() {
    return (long) tensor * context * pipeline * data;
  }

  /** GPUs that share each expert: {@link #expertTensor}, or {@link #tensor} if left out. */
  public int expertSharers() {
    return expertTensor == null ? tensor : expertTensor;
  }
}
