package weft.sim.workload.llm;

import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.sim.workload.MarkTimes;

/**
 * Inference in steady state, in the figures that people compare.
 *
 * <p>A replica that does both works off its sequences in turns: while each gets its tokens, B/b
 * prefill steps of b prompts and o − 1 decode steps pass, o tokens of output. So B sequences take
 * B/b I + (o − 1) D, where D is a decode step of all of them, and I the time from one prefill step
 * to the next. (As vLLM and TensorRT-LLM schedule without chunked prefill: a new prompt goes
 * first.) The time to the first token is that of one prefill step P: there is no queue. By Little's
 * law a sequence takes as long as B do, so the time between two of its tokens is D + (B/b I − P)/(o
 * − 1): a decode step and its share of the prefill steps of the others.
 *
 * <p>Without a pipeline I is P. In a pipeline of stages of P_s, P is their sum and what it takes
 * from stage to stage, and I is the greatest P_s if that is more than P/m: m micro-batches are
 * under way, each of which comes again when it has gone through. D is the time in which each
 * micro-batch comes through once, and is likewise the greater of m times the slowest stage and of
 * what one micro-batch takes through all stages.
 *
 * <p>Disaggregated, prefill replicas end a step each max(I, transfer of all caches at once), decode
 * replicas B sequences in (o − 1) D; the slower of the two sides sets the rate. The first token is
 * there when the cache has arrived: where the network sets the rate, all prefill replicas always
 * have one on its way; else they come one after the other, see {@link CacheTransfer}.
 *
 * @param plan what is served, and how
 * @param prefillSeconds a prefill step P, of the mean rank of the last stage
 * @param prefillIntervalSeconds from a prefill step of a replica to the next I
 * @param transfer from its end to the arrival of the cache; null if it stays where it is
 * @param slowestPrefillSeconds a prefill step of the replica that takes longest
 * @param decodeSeconds a decode step D of all sequences, of the mean rank of the last stage
 * @param prefillFlops of a prefill step, see {@link #prefillFlops}
 * @param gpu what it runs on
 */
public record InferenceFigures(
    InferencePlan plan,
    double prefillSeconds,
    double prefillIntervalSeconds,
    @Nullable CacheTransfer transfer,
    double slowestPrefillSeconds,
    double decodeSeconds,
    double prefillFlops,
    Accelerator gpu) {

  /** What can set the rate of a disaggregated service. */
  public enum RateSetter {
    /** The prefill GPUs, which do one step after the other. */
    PREFILL(InferenceProgram.ALL_PREFILLED),
    /** The way of the KV cache, which takes longer than a prefill step. */
    TRANSFER(InferenceProgram.ARRIVED),
    /** The decode GPUs, whose sequences are as many as they can be. */
    DECODE(InferenceProgram.DECODED);

    private final String mark;

    RateSetter(String mark) {
      this.mark = mark;
    }

    /** The mark of the program at the end of its part of the sample. */
    public String mark() {
      return mark;
    }
  }

  /**
   * The figures of a run.
   *
   * @param marks of the run of the plan's {@link InferenceProgram}, which must have ended
   */
  public static InferenceFigures of(InferencePlan plan, Accelerator gpu, List<MarkTimes> marks) {
    return of(plan, gpu, InferenceProgram.decodeSteps(plan, gpu), marks, 0);
  }

  /**
   * The figures of a run of so many decode steps that has started later.
   *
   * @param decodeSteps that the program was made with
   * @param startPs when it started, picoseconds
   */
  public static InferenceFigures of(
      InferencePlan plan, Accelerator gpu, int decodeSteps, List<MarkTimes> marks, long startPs) {
    boolean apart = plan.disaggregation() != null;
    MarkTimes prefilled = mark(marks, InferenceProgram.PREFILLED);
    int microBatches = plan.parallelism().microBatches();
    double prefilledPs = prefilled.meanPs() - startPs;
    double behindPs = mark(marks, InferenceProgram.ALL_PREFILLED).meanPs() - prefilled.meanPs();
    double intervalPs = prefilledPs / microBatches;
    if (microBatches > 1) {
      intervalPs = Math.max(intervalPs, behindPs / (microBatches - 1));
    }
    double decodePs =
        mark(marks, InferenceProgram.DECODED).meanPs()
            - mark(marks, InferenceProgram.BEGUN).meanPs();
    return new InferenceFigures(
        plan,
        prefilledPs / 1e12,
        intervalPs / 1e12,
        apart ? transfer(plan, prefilled.meanPs(), marks) : null,
        (prefilled.latestPs() - startPs) / 1e12,
        decodePs / decodeSteps / 1e12,
        prefillFlops(plan),
        gpu);
  }

  private static CacheTransfer transfer(
      InferencePlan plan, double prefilledPs, List<MarkTimes> marks) {
    MarkTimes fewer = mark(marks, InferenceProgram.FEWER_ARRIVED);
    return CacheTransfer.of(
        prefilledPs,
        mark(marks, InferenceProgram.ALONE),
        InferenceProgram.mostCaches(plan),
        mark(marks, InferenceProgram.ARRIVED),
        fewer.count() == 0 ? null : fewer);
  }

  private static MarkTimes mark(List<MarkTimes> marks, String name) {
    return marks.stream().filter(mark -> mark.name().equals(name)).findFirst().orElseThrow();
  }

  /**
   * Multiplications and additions that a prefill step needs: 2 for each active weight and token
   * (the output layer for the last token of a prompt only), and T s (width of queries + values) l
   * for the core of attention: the half of the pairs that the causal mask leaves.
   */
  static double prefillFlops(InferencePlan plan) {
    TransformerModel model = plan.model();
    double tokens = (double) plan.prefillBatch() * plan.inputTokens();
    double body = (double) model.activeWeights() - model.embeddingParameters();
    double widths = model.attention().queryWidth() + model.attention().valueWidth();
    return 2 * tokens * body
        + 2.0 * plan.prefillBatch() * model.embeddingParameters()
        + tokens * plan.inputTokens() * widths * model.layers();
  }

  /** Time to first token without a queue (TTFT), seconds. */
  public double firstTokenSeconds() {
    Double transferSeconds = transferSeconds();
    return prefillSeconds + (transferSeconds == null ? 0 : transferSeconds);
  }

  /** The same of the replica that has it last; of a disaggregated service of one that decodes. */
  public double slowestFirstTokenSeconds() {
    if (transfer == null) {
      return slowestPrefillSeconds;
    }
    return prefillSeconds
        + (networkSetsRate() ? transfer.slowestAllSeconds() : transfer.slowestOneSeconds());
  }

  /**
   * From the end of a prefill step to the arrival of the cache at the rate of the service, seconds;
   * null if it stays where it is.
   */
  public @Nullable Double transferSeconds() {
    if (transfer == null) {
      return null;
    }
    return networkSetsRate() ? transfer.allSeconds() : transfer.oneSeconds();
  }

  /**
   * The same if all prefill replicas send at once: the least time in which each of them can send
   * one; null if caches stay where they are.
   */
  public @Nullable Double allTransferSeconds() {
    return transfer == null ? null : transfer.allSeconds();
  }

  private boolean networkSetsRate() {
    return rateSetter() == RateSetter.TRANSFER;
  }

  /**
   * Time between two tokens of a sequence (TPOT, inter-token latency), seconds; 0 if there is only
   * one.
   */
  public double tokenSeconds() {
    int gaps = plan.outputTokens() - 1;
    if (gaps == 0) {
      return 0;
    }
    double others =
        plan.disaggregation() == null
            ? prefillSteps() * prefillIntervalSeconds - prefillSeconds
            : 0;
    return decodeSeconds + others / gaps;
  }

  /** From the arrival of a prompt to its last token, seconds. */
  public double latencySeconds() {
    return firstTokenSeconds() + (plan.outputTokens() - 1) * tokenSeconds();
  }

  /** Sequences that all replicas end, 1/s. */
  public double sequencesPerSecond() {
    double decodePerSecond = decodeSequencesPerSecond();
    return plan.disaggregation() == null
        ? decodePerSecond
        : Math.min(decodePerSecond, prefillSequencesPerSecond());
  }

  /** What sets the rate of a disaggregated service; null of replicas that do both. */
  public @Nullable RateSetter rateSetter() {
    if (transfer == null) {
      return null;
    }
    if (decodeSequencesPerSecond() < prefillSequencesPerSecond()) {
      return RateSetter.DECODE;
    }
    return transfer.allSeconds() > prefillIntervalSeconds
        ? RateSetter.TRANSFER
        : RateSetter.PREFILL;
  }

  /** Tokens that are generated, 1/s. */
  public double tokensPerSecond() {
    return sequencesPerSecond() * plan.outputTokens();
  }

  /** The same of each GPU in use. */
  public double tokensPerSecondPerGpu() {
    return tokensPerSecond() / plan.ranks();
  }

  /** Share of the time that the prefill GPUs of a disaggregated service work; else 1. */
  public double prefillBusy() {
    return plan.disaggregation() == null ? 1 : sequencesPerSecond() / prefillSequencesPerSecond();
  }

  /**
   * Share of the rate that the decode GPUs of a disaggregated service could reach: below 1
   * something else holds them up, and they have fewer sequences, see {@link #occupancy}; else 1.
   */
  public double decodeBusy() {
    return plan.disaggregation() == null ? 1 : sequencesPerSecond() / decodeSequencesPerSecond();
  }

  /**
   * What the decode replicas have under way, and what TPOT is with it; null unless something else
   * sets the rate of a disaggregated service: then {@link #tokenSeconds} is that of this rate.
   */
  public @Nullable DecodeOccupancy occupancy() {
    RateSetter setter = rateSetter();
    return setter == null || setter == RateSetter.DECODE || plan.outputTokens() == 1
        ? null
        : DecodeOccupancy.of(plan, gpu, decodeSeconds, sequencesPerSecond() / plan.replicas());
  }

  /** From the arrival of a prompt to its last token with so many sequences under way, seconds. */
  public double latencySeconds(DecodeOccupancy occupancy) {
    return firstTokenSeconds() + (plan.outputTokens() - 1) * occupancy.tokenSeconds();
  }

  /** Share of the dense peak that a prefill step reaches (MFU). */
  public double prefillUtilization() {
    return prefillFlops / (prefillIntervalSeconds * gpu.peakFlops() * plan.parallelism().ranks());
  }

  /**
   * Share of the memory bandwidth that a decode step reaches (MBU): weights that it must read, once
   * for each micro-batch, and caches, over its time; the mean over the stages.
   */
  public double decodeUtilization() {
    InferenceParallelism parallelism = plan.parallelism();
    double tokens = (double) plan.decodeSequences() * parallelism.data();
    double bytes = 0;
    for (InferenceStage stage : plan.stages()) {
      bytes +=
          parallelism.microBatches() * stage.weightBytesRead(tokens)
              + plan.rankSequences() * plan.meanContext() * stage.cacheBytesPerToken();
    }
    return bytes / parallelism.pipeline() / (decodeSeconds * gpu.memoryBytesPerSecond());
  }

  private double prefillSteps() {
    return (double) plan.batch() / plan.prefillBatch();
  }

  private double prefillSequencesPerSecond() {
    double step = Math.max(prefillIntervalSeconds, transfer == null ? 0 : transfer.allSeconds());
    return plan.prefillReplicas() * plan.prefillBatch() / step;
  }

  private double decodeSequencesPerSecond() {
    double prefill = plan.disaggregation() == null ? prefillSteps() * prefillIntervalSeconds : 0;
    double seconds = prefill + (plan.outputTokens() - 1) * decodeSeconds;
    return seconds == 0
        ? Double.POSITIVE_INFINITY
        : (double) plan.replicas() * plan.batch() / seconds;
  }
}
