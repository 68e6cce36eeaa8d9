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
                "Prompts that go through the model together in a prefill step; as many as `batch`"
                    + " is static batching.",
            defaultText = "1",
            min = 1,
            max = 1_000_000)
        int prefillBatch,
    @Key(doc = "Number format of weights and matrix products.", defaultText = "bf16")
        InferencePrecision precision,
    @Key(doc = "Number format of the KV cache.", defaultText = "bf16") CachePrecision kvPrecision,
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
        @Nullable Double attentionEfficiency)
    implements WorkloadSpec.OfJob {

  /** GPUs that share each layer. */
  public int tensor() {
    return parallelism == null ? 1 : parallelism.tensor();
  }

  /** Over how many GPUs a replica is split. */
  public record InferenceParallelism(
      @Key(
              doc = "Number of GPUs that share each layer.",
              defaultText = "1",
              example = "8",
              min = 1,
              max = 1_000_000)
          int tensor) {}

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
