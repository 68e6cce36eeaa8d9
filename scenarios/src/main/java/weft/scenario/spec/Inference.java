package weft.scenario.spec;

import org.jspecify.annotations.Nullable;

/** A model that is served. */
@Doc(
    "Serving a model in steady state: a fixed number of sequences is under way on each replica, and"
        + " a new prompt comes when one ends. There is no queue of requests. A prefill step and"
        + " the decode steps that go with it are simulated; the rest follows from them.")
public record Inference(
    @Key(doc = "The model: a known name, or its dimensions.", example = "llama3-70b")
        ModelSpec model,
    @Key(doc = "Over how many GPUs each replica is split.", absent = "one GPU")
        @Nullable InferenceParallelism parallelism,
    @Key(
            doc = "Number of copies of the model that serve side by side.",
            absent = "as many as the GPUs are enough for",
            example = "4",
            min = 1,
            max = 1_000_000)
        @Nullable Integer replicas,
    @Key(doc = "Tokens of a prompt.", example = "1024", min = 1, max = 10_000_000) int inputTokens,
    @Key(
            doc = "Tokens that are generated for a prompt.",
            example = "256",
            min = 1,
            max = 10_000_000)
        int outputTokens,
    @Key(
            doc = "Sequences under way on each replica that decodes (concurrency).",
            defaultText = "1",
            example = "64",
            min = 1,
            max = 1_000_000)
        int batch,
    @Key(
            doc =
                "Prompts that go through a replica together in a prefill step; as many as a"
                    + " micro-batch has sequences is static batching.",
            absent = "1, or with `expert` one on each of the groups of `tensor` GPUs",
            example = "4",
            min = 1,
            max = 1_000_000)
        @Nullable Integer prefillBatch,
    @Key(doc = "Number format of weights and matrix products.", defaultText = "bf16")
        InferencePrecision precision,
    @Key(doc = "Number format of the KV cache.", defaultText = "bf16") CachePrecision kvPrecision,
    @Key(
            doc =
                "Number format in which tokens are sent to their experts (`expert`), fp8 with a"
                    + " scale for each 128 values; they come back in bf16.",
            absent = "`fp8` with `precision: fp8`, otherwise `bf16`",
            example = "fp8")
        @Nullable CachePrecision dispatchPrecision,
    @Key(
            doc =
                "Prefill and decode on GPUs of their own; the KV cache of a prompt crosses the"
                    + " fabric from those to these.",
            absent = "every replica does both")
        @Nullable Disaggregated disaggregated,
    @Key(
            doc =
                "Share of the GPU's dense peak that very large matrix products reach, at least"
                    + " 0.001.",
            absent = "`gemm-efficiency` of the GPU, see `weft catalog gpu`",
            example = "0.8",
            max = 1)
        @Nullable Double gemmEfficiency,
    @Key(
            doc = "Share of the memory's peak bandwidth that kernels reach, at least 0.001.",
            absent = "`memory-efficiency` of the GPU",
            example = "0.9",
            max = 1)
        @Nullable Double memoryEfficiency,
    @Key(
            doc =
                "Share of the GPU's dense 16-bit peak that the core of attention reaches, at least"
                    + " 0.001.",
            absent = "that of the GPU for fused attention",
            example = "0.5",
            max = 1)
        @Nullable Double attentionEfficiency,
    @Key(
            doc =
                "Standard deviation of how fast one GPU computes and another, over the mean. The"
                    + " GPUs of a pipeline stage of a replica wait for each other, so each does its"
                    + " arithmetic as fast as the slowest of them is expected to; the memory is as"
                    + " fast on each.",
            absent = "`speed-variation` of the GPU",
            example = "0.02",
            max = 1)
        @Nullable Double gpuVariation)
    implements WorkloadSpec.OfJob {

  /** Over how many GPUs a replica is split, whether that was said or not. */
  public InferenceParallelism split() {
    return parallelism == null ? InferenceParallelism.NONE : parallelism;
  }

  /** Prompts of a prefill step, whether they were given or not. */
  public int prefillPrompts() {
    return prefillBatch == null ? split().data() : prefillBatch;
  }

  /** Over how many GPUs a replica is split. */
  public record InferenceParallelism(
      @Key(
              doc = "Number of GPUs that share each layer.",
              defaultText = "1",
              example = "8",
              min = 1,
              max = 1_000_000)
          int tensor,
      @Key(
              doc =
                  "Number of GPUs among which the experts of a layer are divided, each with some of"
                      + " them: tokens are sent to their experts and back. All that is not an"
                      + " expert is on each group of `tensor` of these GPUs, with sequences of its"
                      + " own (data-parallel attention). With `1` every GPU of such a group has its"
                      + " part of all experts.",
              defaultText = "1",
              example = "32",
              min = 1,
              max = 1_000_000)
          int expert,
      @Key(
              doc =
                  "Number of pipeline stages among which the layers are divided, each on `tensor`"
                      + " or `expert` GPUs.",
              defaultText = "1",
              example = "2",
              min = 1,
              max = 1_000_000)
          int pipeline,
      @Key(
              doc =
                  "Number of parts of the sequences under way that go through the stages one after"
                      + " the other.",
              absent = "as many as stages",
              example = "4",
              min = 1,
              max = 256)
          @Nullable Integer microBatches) {

    private static final InferenceParallelism NONE = new InferenceParallelism(1, 1, 1, null);

    /** Groups of GPUs of a stage that have sequences of their own. */
    public int data() {
      return expert == 1 ? 1 : Math.max(1, expert / tensor);
    }

    /** GPUs of a replica. */
    public long ranks() {
      return (long) tensor * data() * pipeline;
    }

    /** Parts of the sequences, whether they were given or not. */
    public int parts() {
      return microBatches == null ? pipeline : microBatches;
    }
  }

  /** Which GPUs do what. */
  public record Disaggregated(
      @Key(
              doc = "Number of GPUs that do the prefill, the first ones of the fabric.",
              example = "16",
              min = 1,
              max = 1_000_000)
          int prefillGpus,
      @Key(
              doc = "Number of GPUs that decode, those after them.",
              example = "16",
              min = 1,
              max = 1_000_000)
          int decodeGpus) {}
}
