package weft.scenario.spec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.RingLayout;
import weft.sim.collective.RingSchedule;
import weft.sim.collective.algorithm.Algorithm;
import weft.sim.collective.cost.Protocol;
import weft.sim.collective.cost.Request;

/** What the cluster does. */
@OneOf
public sealed interface WorkloadSpec permits WorkloadSpec.OfJob, WorkloadSpec.Jobs {

  /** What one of several jobs can do. */
  @OneOf
  sealed interface OfJob extends WorkloadSpec
      permits WorkloadSpec.Training, Inference, WorkloadSpec.Collective, WorkloadSpec.Flows {}

  /** One training step of a transformer. */
  @Doc("One training step of a transformer.")
  record Training(
      @Key(doc = "The model: a known name, or its dimensions.", example = "gpt3-175b")
          ModelSpec model,
      @Key(doc = "Over how many GPUs the model and its batch are split.")
          ParallelismSpec parallelism,
      @Key(doc = "The order in which a pipeline stage handles micro-batches.", defaultText = "1f1b")
          PipelineSchedule schedule,
      @Key(
              doc = "Number of sequences in a step, over all replicas.",
              example = "1536",
              min = 1,
              max = 1_000_000_000)
          int globalBatch,
      @Key(
              doc = "Number of sequences that a pipeline stage handles at once.",
              defaultText = "1",
              min = 1,
              max = 1_000_000)
          int microBatch,
      @Key(doc = "Length of a sequence in tokens.", example = "2048", min = 1, max = 1_000_000_000)
          int sequence,
      @Key(doc = "Number format of weights and activations.", defaultText = "bf16")
          Precision precision,
      @Key(
              doc =
                  "With precision: fp8, over which GPUs the greatest value (amax) of each tensor is"
                      + " reduced after each pass of a micro-batch through a chunk (Transformer"
                      + " Engine's delayed scaling).",
              defaultText = "data")
          AmaxReduction amaxReduction,
      @Key(doc = "Number format in which gradients are reduced.", defaultText = "fp32")
          GradientPrecision gradientPrecision,
      @Key(doc = "Which activations are computed again in the backward pass.", defaultText = "none")
          Recompute recompute,
      @Key(doc = "What replicas divide among themselves.", defaultText = "zero-1")
          ShardingKind sharding,
      @Key(
              doc =
                  "Among how many replicas that is divided; if not among all, each part has copies"
                      + " (hybrid sharding, HSDP): gradients are reduce-scattered within a part,"
                      + " then all-reduced among the copies. They are neighbours.",
              absent = "all: data × context",
              example = "8",
              min = 1,
              max = 1_000_000)
          @Nullable Integer shards,
      @Key(doc = "How the core of attention is computed.", defaultText = "fused")
          AttentionKernel attention,
      @Key(
              doc =
                  "Whether tensor-parallel communication goes on beside matrix products, both cut"
                      + " into pieces (Megatron-Core's tp-comm-overlap).",
              defaultText = "off")
          OnOff tensorOverlap,
      @Key(
              doc =
                  "Whether the exchange of tokens with experts goes on beside passes of another"
                      + " micro-batch, while the pipeline is full (Megatron-Core's"
                      + " overlap-moe-expert-parallel-comm). Of several stages it takes an"
                      + " interleaved pipeline.",
              defaultText = "off")
          OnOff expertOverlap,
      @Key(
              doc =
                  "Whether gradients leave during the backward pass and weights arrive during the"
                      + " forward pass.",
              defaultText = "on")
          OnOff dataOverlap,
      @Key(
              doc =
                  "How many tokens an expert takes, in even shares: it computes and its GPU"
                      + " exchanges just that, padded or with what is more dropped. At 1 routing"
                      + " is even and drops nothing.",
              defaultText = "1",
              example = "1.25",
              max = 1_000)
          double expertCapacity,
      @Key(
              doc =
                  "Tokens that come to the GPU whose experts get most, over the mean of the GPUs"
                      + " among which experts are divided; the others have even shares of the"
                      + " rest. At 1 routing is even. It is the first GPU of each such group.",
              defaultText = "1",
              example = "1.3",
              min = 1,
              max = 1_000_000)
          double expertImbalance,
      @Key(
              doc =
                  "Number format in which tokens go to experts on other GPUs, and gradients of what"
                      + " comes back. Results come back at 16 bits.",
              defaultText = "bf16")
          DispatchPrecision expertDispatchPrecision,
      @Key(doc = "What of a token goes to experts on other GPUs.", defaultText = "direct")
          ExpertExchange expertExchange,
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
                  "Share of the GPU's dense 16-bit peak that the core of attention reaches, at"
                      + " least 0.001.",
              absent = "that of the GPU for the kind of `attention`",
              example = "0.5",
              max = 1)
          @Nullable Double attentionEfficiency,
      @Key(
              doc =
                  "Standard deviation of how fast one GPU computes and another, over the mean. All"
                      + " wait for the slowest, so each computes as fast as the slowest of a"
                      + " pipeline stage is expected to be.",
              absent = "`speed-variation` of the GPU",
              example = "0.02",
              max = 1)
          @Nullable Double gpuVariation,
      @Key(
              doc =
                  "GPUs that compute more slowly than the others, and hold up whoever waits for"
                      + " them.",
              absent = "none")
          @Nullable List<SlowGpuSpec> slowGpus,
      @Key(
              doc =
                  "In which order ranks stand in a row: those of the first dimension are"
                      + " neighbours, those of the last are farthest apart. All four, once each.",
              absent = "[tensor, context, data, pipeline]",
              example = "[tensor, context, pipeline, data]")
          @Nullable List<RankDimension> rankOrder,
      @Key(doc = "On which GPUs the ranks of that row are.", defaultText = "in-order")
          Placement placement,
      @Key(
              doc =
                  "The numbers of the GPUs, counted from 0, on which the ranks of that row are, in"
                      + " place of all GPUs of the fabric.",
              absent = "all",
              example = "[8-15, 24]")
          @Ranges
          @Nullable List<Integer> gpus)
      implements OfJob {}

  /** A collective operation over a range of sizes. */
  @Doc("A collective operation over a range of sizes, as nccl-tests runs it.")
  record Collective(
      @Key(doc = "The operation.", example = "all_reduce") Operation operation,
      @Key(
              doc =
                  "The algorithm; which there are, and for what, is in docs/schedules.md. `auto` is"
                      + " what `network.library` chooses for each size; without one, `auto` and"
                      + " `ring` go round a ring with the costs of"
                      + " `network.step-overhead`. Any other has the costs of the library, where"
                      + " none is named of the catalogue's for the GPU.",
              defaultText = "auto")
          @NameOf(NameKind.ALGORITHM)
          String algorithm,
      @Key(
              doc =
                  "A file with the algorithm, in place of one that is known: MSCCL's XML, a plan of"
                      + " MSCCL++ or a JSON schedule (docs/schedules.md). It has to be of this"
                      + " operation and of as many ranks; it has the steps of the library's"
                      + " rings. Where the path begins is as with `fabric.custom`.",
              absent = "`algorithm`",
              example = "my-ring.xml")
          @Nullable AlgorithmFile algorithmFile,
      @Key(doc = "How each step moves its data.", defaultText = "auto") ProtocolName protocol,
      @Key(
              doc =
                  "The smallest size. Everything but `pair-sizes` and `barrier` needs it; a barrier"
                      + " has no size and is one all-reduce of 4 bytes, as that of PyTorch.",
              absent = "that of `pair-sizes`; 4 bytes of a barrier",
              example = "1MiB",
              min = 1)
          @Nullable Long beginBytes,
      @Key(doc = "The greatest size.", absent = "only begin is run", example = "8GiB", min = 1)
          @Nullable Long endBytes,
      @Key(doc = "Each size is this many times the one before.", defaultText = "2", min = 2)
          int factor,
      @Key(
              doc = "Number of GPUs that take part, from the first on.",
              absent = "all GPUs of the fabric, or those of `gpus`",
              example = "1024",
              min = 2)
          @Nullable Integer ranks,
      @Key(
              doc =
                  "The GPUs that take part, counted from 0, that of rank 0 first: from some nodes,"
                      + " or not equally many from each.",
              absent = "the first ones",
              max = 10_000_000)
          @Ranges
          @Nullable List<Integer> gpus,
      @Key(
              doc = "Number of rings or trees among which the data is divided.",
              absent =
                  "as many as the node with the fewest participating GPUs has, rings only as many as of"
                      + " these reach a NIC without crossing a CPU; 1 inside one node;"
                      + " twice as many trees, of little data fewer; on a torus of GPUs one each way"
                      + " for each dimension, on a mesh one each way",
              example = "8",
              min = 1,
              max = 1_024)
          @Nullable Integer channels,
      @Key(
              doc =
                  "Who starts the collectives, which adds to the time of each what the library says"
                      + " (`one-process-launch`, `blocking-launch`).",
              defaultText = "process-per-gpu")
          LaunchedBy launchedBy,
      @Key(
              doc =
                  "The rank that has the data first (broadcast, scatter) or last (reduce, gather),"
                      + " counted from 0.",
              absent = "0, or that of `algorithm-file`",
              example = "3",
              max = 10_000_000)
          @Nullable Integer root,
      @Key(
              doc =
                  "A CSV file with what each rank has for each other, for `alltoall` with a size for"
                      + " each pair (alltoallv): no header, a line for each source with a size for"
                      + " each destination (`2MB`; a bare number is bytes), its own included; 0 is"
                      + " not sent. The size of the collective is the largest buffer of a rank,"
                      + " before or after. Where the path begins is as with `fabric.custom`.",
              absent = "equal parts",
              example = "tokens.csv")
          @Nullable PairTable pairSizes)
      implements OfJob {

    /** The algorithm that leaves the choice to the library. */
    public static final String AUTO = "auto";

    /**
     * What a barrier moves: one float, as NCCL has no barrier and PyTorch's is an all-reduce of a
     * tensor of one element (ProcessGroupNCCL.cpp, {@code barrierTensor_}).
     */
    public static final long BARRIER_BYTES = 4;

    /** The smallest size: {@link #beginBytes}, or that of {@link #pairSizes} or of a barrier. */
    public long firstBytes() {
      if (operation == Operation.BARRIER) {
        return BARRIER_BYTES;
      }
      if (pairSizes != null) {
        return pairSizes.sizes().largest();
      }
      return beginBytes == null ? 1 : beginBytes;
    }

    /** The greatest size: {@link #endBytes}, or the smallest one if that is left out. */
    public long lastBytes() {
      return endBytes == null || pairSizes != null || operation == Operation.BARRIER
          ? firstBytes()
          : endBytes;
    }

    /** From the smallest size to the greatest, each {@link #factor} times the one before, bytes. */
    public List<Long> sizes() {
      List<Long> sizes = new ArrayList<>();
      for (long bytes = firstBytes(); ; bytes *= factor) {
        sizes.add(bytes);
        if (bytes > lastBytes() / factor) {
          return List.copyOf(sizes);
        }
      }
    }

    /**
     * The GPUs that take part, that of rank 0 first.
     *
     * @param gpusOfFabric how many there are
     */
    public int[] members(int gpusOfFabric) {
      return gpus == null
          ? IntStream.range(0, ranks == null ? gpusOfFabric : ranks).toArray()
          : gpus.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * The GPUs that take part, that of rank 0 first.
     *
     * @param places of each GPU that it may have, its number in the fabric; null if it may have all
     * @param gpusOfFabric how many there are
     */
    public int[] members(int @Nullable [] places, int gpusOfFabric) {
      int[] members = members(places == null ? gpusOfFabric : places.length);
      return places == null
          ? members
          : Arrays.stream(members)
              .filter(member -> member < places.length)
              .map(member -> places[member])
              .toArray();
    }

    /** The operation as the engine knows it. */
    public weft.sim.collective.Operation operationToDo() {
      return weft.sim.collective.Operation.valueOf(operation.name());
    }

    /** The algorithm that is asked for; null if the library chooses. */
    public @Nullable Algorithm forcedAlgorithm() {
      return algorithm.equals(AUTO) ? null : Algorithm.named(algorithm);
    }

    /** The protocol that is asked for; null if the library chooses. */
    public @Nullable Protocol forcedProtocol() {
      return protocol == ProtocolName.AUTO ? null : Protocol.valueOf(protocol.name());
    }

    /** The rank that has the data first or last; 0 if the operation has no root. */
    public int rootToUse() {
      if (algorithmFile != null) {
        return algorithmFile.schedule().root();
      }
      return root == null || !operationToDo().hasRoot() ? 0 : root;
    }

    /** What is asked of the library. */
    public Request request() {
      return Request.of(operationToDo())
          .withRoot(rootToUse())
          .withChannels(channelsToUse())
          .withWay(forcedAlgorithm(), forcedProtocol())
          .withSchedule(algorithmFile == null ? null : algorithmFile.schedule())
          .withPairs(pairSizes == null ? null : pairSizes.sizes());
    }

    /** The number of channels, or {@link RingLayout#AUTOMATIC}. */
    public int channelsToUse() {
      return channels == null ? RingLayout.AUTOMATIC : channels;
    }

    /**
     * Whether something is asked for that takes a library: one by its name, or an algorithm, a
     * protocol or an operation that does not go round a ring. Else a ring has the step overhead of
     * the network.
     *
     * @param library the name of the library that is asked for; null if none is
     */
    public boolean isByLibrary(@Nullable String library) {
      Algorithm forced = forcedAlgorithm();
      return library != null
          || algorithmFile != null
          || protocol != ProtocolName.AUTO
          || (forced != null && forced != Algorithm.RING)
          || !RingSchedule.isRound(operationToDo());
    }
  }

  /** Transfers from GPU to GPU that wait for nothing but their start time. */
  @Doc(
      "Independent transfers from GPU to GPU, as network simulators run them: a list from a file,"
          + " patterns of traffic, or several of these at once. GPUs are counted from 0, those of a"
          + " job in the order of its GPUs.")
  record Flows(
      @Key(
              doc =
                  "A CSV file with the columns `source`, `destination` (the number of a GPU, or its"
                      + " name), `size` (`2MB`; a bare number is bytes) and, if wanted, `start`"
                      + " (`10us`; 0 without), `id`, `path` and `ack-path`: the nodes that the"
                      + " flow, and its acknowledgements, pass between their ends, separated by"
                      + " `>`; with `model: flow` also `weight` (2 gets twice the rate of 1 on a"
                      + " shared link; 1 without), `rate-cap` (`100Gbps`; none without) and"
                      + " `priority` (0 to 255; a lower number comes first, others have what it"
                      + " leaves; 0 without). Flows of patterns are numbered from that of the last"
                      + " line on, but for ids that a line has. A line with # is a"
                      + " comment. Where the path of the file begins is as with `fabric.custom`.",
              absent = "no list",
              example = "flows.csv")
          @Nullable FlowTable file,
      @Key(
              doc =
                  "Each GPU sends to another, and each receives from one: a permutation, chosen by"
                      + " the seed.",
              absent = "no permutation")
          PatternSpec.@Nullable Permutation permutation,
      @Key(
              doc = "Each GPU sends to the one that is so many further, around the end.",
              absent = "no shift")
          PatternSpec.@Nullable Shift shift,
      @Key(doc = "Several GPUs send to one.", absent = "no incast")
          PatternSpec.@Nullable Incast incast,
      @Key(doc = "One GPU sends to several.", absent = "no outcast")
          PatternSpec.@Nullable Outcast outcast,
      @Key(
              doc = "Each GPU sends to every other, the next one first, and so on around the end.",
              absent = "no all-to-all")
          PatternSpec.@Nullable AllToAll allToAll)
      implements OfJob {

    /** Whether there are flows beside those of a file. */
    public boolean hasPatterns() {
      return !patterns().isEmpty();
    }

    /** The patterns that there are, by key. */
    public Map<String, PatternSpec> patterns() {
      Map<String, PatternSpec> patterns = new LinkedHashMap<>();
      put(patterns, "permutation", permutation);
      put(patterns, "shift", shift);
      put(patterns, "incast", incast);
      put(patterns, "outcast", outcast);
      put(patterns, "all-to-all", allToAll);
      return patterns;
    }

    private static void put(
        Map<String, PatternSpec> patterns, String key, @Nullable PatternSpec pattern) {
      if (pattern != null) {
        patterns.put(key, pattern);
      }
    }
  }

  /** Several jobs at once. */
  @Doc("Several jobs at once on one fabric.")
  @ListForm
  record Jobs(@Key(doc = "The jobs, in the order of the report.") List<JobSpec> jobs)
      implements WorkloadSpec {}
}
