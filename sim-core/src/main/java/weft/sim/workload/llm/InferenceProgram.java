package weft.sim.workload.llm;

import java.util.Arrays;
import weft.sim.workload.Activity;
import weft.sim.workload.Program;
import weft.sim.workload.ProgramBuilder;
import weft.sim.workload.Role;

/**
 * Turns an {@link InferencePlan} into the {@link Program} from which its {@link InferenceFigures}
 * follow.
 *
 * <p>A replica that does both takes one prefill step for each micro-batch, then the decode steps
 * that go with them in steady state, so that the run as a whole is a fair sample. {@link
 * InferenceOps} says what the ranks of a stage exchange in a step.
 *
 * <p>A micro-batch is in one stage at a time: it comes to the first stage again when the tokens
 * that the last one chose have come there. Sending it on goes on beside the next micro-batch. The
 * first decode step of each fills the pipeline and does not count; what stages wait for then, and
 * for the first prefill step, is noted as {@link Activity#FILL}.
 *
 * <p>Disaggregated, a prefill replica takes one step for each micro-batch and sends their caches,
 * each rank its part to its like in a decode replica, over its own NIC. Replicas that decode take
 * steps all the while, so that caches and their collectives share the links, then one with the new
 * sequences. Prefill replica <i>i</i> of <i>P</i> sends to decode replica <i>i</i> mod <i>D</i> of
 * <i>D</i>, or if these are more to the middle one of the <i>i</i>-th part of them, (2 i + 1) D / 2
 * P: a sample of a router that gives prompts to decode replicas in turns.
 */
public final class InferenceProgram {

  /** Noted by the last stage at the end of the first prefill step. */
  static final String PREFILLED = "prefilled";

  /** Noted by the last stage at the end of the last prefill step, that of the last micro-batch. */
  static final String ALL_PREFILLED = "all prefilled";

  /**
   * Noted by the last stage of a decode replica to which the caches of most prefill replicas come,
   * when those of their first prefill steps have arrived.
   */
  static final String ARRIVED = "caches arrived";

  /** The same of a decode replica to which one cache less comes, where there are such. */
  static final String FEWER_ARRIVED = "fewer caches arrived";

  /** Noted by the last stage: what the cache of a first prefill step would have taken alone. */
  static final String ALONE = "cache alone";

  /** Noted by the last stage at the beginning of the decode steps that count. */
  static final String BEGUN = "decode begun";

  /** Noted by the last stage at their end. */
  static final String DECODED = "decoded";

  private static final int MAIN = InferenceOps.MAIN;
  private static final int CACHE = InferenceOps.CACHE;

  /** More steps would show nothing new. */
  private static final int MOST_STEPS = 256;

  private final InferencePlan plan;
  private final InferenceParallelism parallelism;
  private final InferenceCost prefill;
  private final InferenceCost decode;
  private final ProgramBuilder builder;
  private final InferenceOps ops;
  private final int prefilled;
  private final int allPrefilled;
  private final int arrived;
  private final int fewerArrived;
  private final int alone;
  private final int begun;
  private final int decoded;
  private final int decodeSteps;

  private InferenceProgram(InferencePlan plan, Accelerator gpu, int decodeSteps) {
    this.plan = plan;
    parallelism = plan.parallelism();
    prefill = InferenceCost.prefill(plan, gpu);
    decode = InferenceCost.decode(plan, gpu);
    builder = new ProgramBuilder(plan.ranks());
    ops = new InferenceOps(plan, builder);
    prefilled = builder.mark(PREFILLED);
    allPrefilled = builder.mark(ALL_PREFILLED);
    arrived = builder.mark(ARRIVED);
    fewerArrived = builder.mark(FEWER_ARRIVED);
    alone = builder.mark(ALONE);
    begun = builder.mark(BEGUN);
    decoded = builder.mark(DECODED);
    this.decodeSteps = decodeSteps;
  }

  /** The program of {@code plan} on GPUs like {@code gpu}, with as many decode steps as suit it. */
  public static Program of(InferencePlan plan, Accelerator gpu) {
    return of(plan, gpu, decodeSteps(plan, gpu));
  }

  /**
   * The same with so many decode steps: what runs on unlike GPUs are to be compared by.
   *
   * @param decodeSteps of each micro-batch, at least 1
   */
  public static Program of(InferencePlan plan, Accelerator gpu, int decodeSteps) {
    InferenceProgram program = new InferenceProgram(plan, gpu, decodeSteps);
    if (plan.disaggregation() == null) {
      program.together();
    } else {
      program.apart();
    }
    return program.builder.build();
  }

  /**
   * Decode steps of each micro-batch that go with a prefill step of each: as many as in steady
   * state, or, disaggregated, as many as fill these by their computation, and one more for the
   * transfer after them; at most {@value #MOST_STEPS} of all micro-batches together.
   */
  public static int decodeSteps(InferencePlan plan, Accelerator gpu) {
    int microBatches = plan.parallelism().microBatches();
    double steps =
        plan.disaggregation() == null
            ? (plan.outputTokens() - 1.0) * microBatches * plan.prefillBatch() / plan.batch()
            : passSeconds(InferenceCost.prefill(plan, gpu), microBatches)
                    / roundSeconds(InferenceCost.decode(plan, gpu), microBatches)
                + 1;
    return Math.max(1, Math.min(MOST_STEPS / microBatches, (int) Math.rint(steps)));
  }

  /** What the computation of all micro-batches takes, the last one right behind the others. */
  private static double passSeconds(InferenceCost cost, int microBatches) {
    return cost.step() + (microBatches - 1) * cost.slowestStage();
  }

  /** What it takes until a micro-batch comes to a stage again. */
  static double roundSeconds(InferenceCost cost, int microBatches) {
    return Math.max(cost.step(), microBatches * cost.slowestStage());
  }

  private void together() {
    int rounds = decodeSteps + ops.fillingSteps();
    for (InferenceStage stage : plan.stages()) {
      Role role = builder.role(ops.streams());
      for (int microBatch = 0; microBatch < parallelism.microBatches(); microBatch++) {
        ops.step(role, stage, prefill, false, true, microBatch == 0);
        markPrefilled(role, stage, microBatch);
      }
      decode(role, stage, rounds, true, false);
      assign(role, stage, 0, plan.replicas());
    }
  }

  private void markPrefilled(Role role, InferenceStage stage, int microBatch) {
    if (stage.isLast()) {
      if (microBatch == 0) {
        role.mark(MAIN, prefilled);
      }
      if (microBatch == parallelism.microBatches() - 1) {
        role.mark(MAIN, allPrefilled);
      }
    }
  }

  private void apart() {
    int prefillReplicas = plan.prefillReplicas();
    int rounds = mostCaches(plan);
    int[] relations = new int[rounds];
    for (int round = 0; round < rounds; round++) {
      relations[round] = builder.peers("cache-" + round, receivers(round));
      int first = round * plan.replicas();
      for (InferenceStage stage : plan.stages()) {
        assign(
            sender(stage, relations[round]),
            stage,
            first,
            Math.min(first + plan.replicas(), prefillReplicas));
      }
    }
    int[] caches = new int[plan.replicas()];
    for (int replica = 0; replica < prefillReplicas; replica++) {
      caches[receiver(replica)]++;
    }
    int fewest = Arrays.stream(caches).min().orElseThrow();
    for (InferenceStage stage : plan.stages()) {
      for (int count = rounds; count >= fewest; count--) {
        receivers(stage, relations, caches, count);
      }
    }
  }

  /** To a decode replica come the caches of so many prefill replicas, or of one less. */
  static int mostCaches(InferencePlan plan) {
    return (plan.prefillReplicas() + plan.replicas() - 1) / plan.replicas();
  }

  /** The decode replicas to which the caches of so many prefill replicas come. */
  private void receivers(InferenceStage stage, int[] relations, int[] caches, int count) {
    Role role = null;
    for (int replica = 0; replica < caches.length; replica++) {
      if (caches[replica] == count) {
        role = role == null ? receiver(stage, relations, count) : role;
        int first = plan.prefillReplicas() + replica;
        assign(role, stage, first, first + 1);
      }
    }
  }

  /**
   * The decode replica to which a prefill replica sends: in turns, and spread over all where they
   * are more.
   */
  private int receiver(int prefillReplica) {
    int prefillReplicas = plan.prefillReplicas();
    return prefillReplicas < plan.replicas()
        ? (int) ((2L * prefillReplica + 1) * plan.replicas() / (2L * prefillReplicas))
        : prefillReplica % plan.replicas();
  }

  /** A rank that does nothing but prefill. */
  private Role sender(InferenceStage stage, int relation) {
    Role role = builder.role(ops.streams());
    for (int microBatch = 0; microBatch < parallelism.microBatches(); microBatch++) {
      ops.step(role, stage, prefill, false, false, microBatch == 0);
      markPrefilled(role, stage, microBatch);
      role.await(CACHE, MAIN);
      role.send(CACHE, relation, stage.transferBytes(), Activity.KEY_VALUE_CACHE);
      if (microBatch == 0 && stage.isLast()) {
        role.markAlone(CACHE, alone);
      }
    }
    role.await(MAIN, CACHE);
    return role;
  }

  /** To which rank each sends in a round. */
  private int[] receivers(int round) {
    int[] receivers = new int[plan.ranks()];
    int first = round * plan.replicas();
    int end = Math.min(first + plan.replicas(), plan.prefillReplicas());
    for (int rank = 0; rank < receivers.length; rank++) {
      int replica = rank / parallelism.ranks();
      receivers[rank] =
          replica >= first && replica < end
              ? (plan.prefillReplicas() + receiver(replica)) * parallelism.ranks()
                  + rank % parallelism.ranks()
              : -1;
    }
    return receivers;
  }

  /** A rank that decodes, and to which the caches of so many replicas come. */
  private Role receiver(InferenceStage stage, int[] relations, int replicas) {
    Role role = builder.role(ops.streams());
    int rounds = decodeSteps + ops.fillingSteps();
    decode(role, stage, rounds, false, true);
    for (int microBatch = 0; microBatch < parallelism.microBatches(); microBatch++) {
      for (int round = 0; round < replicas; round++) {
        role.receive(CACHE, relations[round], Activity.KEY_VALUE_CACHE);
      }
      if (microBatch == 0 && replicas > 0 && stage.isLast()) {
        role.mark(CACHE, replicas == mostCaches(plan) ? arrived : fewerArrived);
      }
    }
    role.await(MAIN, CACHE);
    round(role, stage, true, false, true);
    return role;
  }

  /**
   * The steps that count, after those that fill the pipeline.
   *
   * @param continues whether micro-batches were in the pipeline before
   * @param continued whether they will be after
   */
  private void decode(
      Role role, InferenceStage stage, int rounds, boolean continues, boolean continued) {
    for (int round = 0; round < rounds; round++) {
      if (round == ops.fillingSteps() && stage.isLast()) {
        role.mark(MAIN, begun);
      }
      boolean isNext = continues || round > 0;
      boolean hasNext = continued || round < rounds - 1;
      round(role, stage, isNext, hasNext, round < ops.fillingSteps());
    }
    if (stage.isLast()) {
      role.mark(MAIN, decoded);
    }
  }

  /** A decode step of each micro-batch. */
  private void round(
      Role role, InferenceStage stage, boolean continues, boolean continued, boolean fills) {
    for (int microBatch = 0; microBatch < parallelism.microBatches(); microBatch++) {
      ops.step(role, stage, decode, continues, continued, fills);
    }
  }

  /** Has the ranks of a stage of some replicas do the same. */
  private void assign(Role role, InferenceStage stage, int firstReplica, int endReplica) {
    for (int replica = firstReplica; replica < endReplica; replica++) {
      int first = replica * parallelism.ranks() + stage.index() * parallelism.stageRanks();
      for (int rank = first; rank < first + parallelism.stageRanks(); rank++) {
        builder.assign(rank, role);
      }
    }
  }
}
