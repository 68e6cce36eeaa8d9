package weft.sim.workload.llm;

import weft.sim.collective.Operation;
import weft.sim.unit.Durations;
import weft.sim.workload.Activity;
import weft.sim.workload.Program;
import weft.sim.workload.ProgramBuilder;
import weft.sim.workload.Role;

/**
 * Turns an {@link InferencePlan} into the {@link Program} from which its {@link InferenceFigures}
 * follow.
 *
 * <p>A replica that does both takes one prefill step, then the decode steps that go with it in
 * steady state, so that the run as a whole is a fair sample. Tensor-parallel ranks all-reduce the
 * activations after the embedding and after each block, and gather the logits.
 *
 * <p>Disaggregated, a prefill replica takes one step and sends the cache, each rank its part to its
 * like in a decode replica, over its own NIC. Replicas that decode take steps all the while, so
 * that caches and their collectives share the links, then one with the new sequences. Prefill
 * replica <i>i</i> sends to decode replica <i>i</i> mod their number.
 */
public final class InferenceProgram {

  /** Noted at the end of a prefill step. */
  static final String PREFILLED = "prefilled";

  /** Noted when the cache of a prompt has arrived where it is decoded. */
  static final String ARRIVED = "cache arrived";

  /** Noted at the beginning of the decode steps that count. */
  static final String BEGUN = "decode begun";

  /** Noted at their end. */
  static final String DECODED = "decoded";

  private static final int MAIN = 0;
  private static final int CACHE = 1;

  /** More steps would show nothing new. */
  private static final int MOST_STEPS = 256;

  private final InferencePlan plan;
  private final InferenceCost prefill;
  private final InferenceCost decode;
  private final ProgramBuilder builder;
  private final int tensorGroups;
  private final int prefilled;
  private final int arrived;
  private final int begun;
  private final int decoded;
  private final int decodeSteps;

  private InferenceProgram(InferencePlan plan, Accelerator gpu) {
    this.plan = plan;
    prefill = InferenceCost.prefill(plan, gpu);
    decode = InferenceCost.decode(plan, gpu);
    builder = new ProgramBuilder(plan.ranks());
    tensorGroups = builder.groups("tensor", tensorGroups());
    prefilled = builder.mark(PREFILLED);
    arrived = builder.mark(ARRIVED);
    begun = builder.mark(BEGUN);
    decoded = builder.mark(DECODED);
    decodeSteps = decodeSteps(plan, gpu);
  }

  /** The program of {@code plan} on GPUs like {@code gpu}. */
  public static Program of(InferencePlan plan, Accelerator gpu) {
    InferenceProgram program = new InferenceProgram(plan, gpu);
    if (plan.disaggregation() == null) {
      program.together();
    } else {
      program.apart();
    }
    return program.builder.build();
  }

  /**
   * Decode steps that go with one prefill step: as many as in steady state, or, disaggregated, as
   * many as fill it by their computation, and one more for the transfer after it.
   */
  static int decodeSteps(InferencePlan plan, Accelerator gpu) {
    double steps =
        plan.disaggregation() == null
            ? (plan.outputTokens() - 1.0) * plan.prefillBatch() / plan.batch()
            : InferenceCost.prefill(plan, gpu).step() / InferenceCost.decode(plan, gpu).step() + 1;
    return (int) Math.max(1, Math.min(MOST_STEPS, Math.rint(steps)));
  }

  private int[][] tensorGroups() {
    int[][] members = new int[plan.ranks() / plan.tensor()][plan.tensor()];
    for (int rank = 0; rank < plan.ranks(); rank++) {
      members[rank / plan.tensor()][rank % plan.tensor()] = rank;
    }
    return members;
  }

  private void together() {
    Role role = builder.role(1);
    step(role, prefill);
    role.mark(MAIN, prefilled);
    decode(role);
    assign(role, 0, plan.replicas());
  }

  private void apart() {
    int prefillReplicas = plan.prefillReplicas();
    int rounds = (prefillReplicas + plan.replicas() - 1) / plan.replicas();
    int[] relations = new int[rounds];
    for (int round = 0; round < rounds; round++) {
      relations[round] = builder.peers("cache-" + round, receivers(round));
      Role role = builder.role(2);
      step(role, prefill);
      role.mark(MAIN, prefilled);
      role.await(CACHE, MAIN);
      role.send(CACHE, relations[round], plan.transferBytes(), Activity.KEY_VALUE_CACHE);
      role.await(MAIN, CACHE);
      int first = round * plan.replicas();
      assign(role, first, Math.min(first + plan.replicas(), prefillReplicas));
    }
    int last = prefillReplicas - (rounds - 1) * plan.replicas();
    assign(receiver(relations, rounds), prefillReplicas, prefillReplicas + last);
    if (last < plan.replicas()) {
      assign(
          receiver(relations, rounds - 1),
          prefillReplicas + last,
          prefillReplicas + plan.replicas());
    }
  }

  /** To which rank each sends in a round. */
  private int[] receivers(int round) {
    int[] receivers = new int[plan.ranks()];
    int first = round * plan.replicas() * plan.tensor();
    int prefillRanks = plan.prefillReplicas() * plan.tensor();
    int end = Math.min(first + plan.replicas() * plan.tensor(), prefillRanks);
    for (int rank = 0; rank < receivers.length; rank++) {
      receivers[rank] = rank >= first && rank < end ? prefillRanks + rank - first : -1;
    }
    return receivers;
  }

  /** A rank that decodes, and to which so many caches come. */
  private Role receiver(int[] relations, int caches) {
    Role role = builder.role(2);
    decode(role);
    for (int round = 0; round < caches; round++) {
      role.receive(CACHE, relations[round], Activity.KEY_VALUE_CACHE);
      role.mark(CACHE, arrived);
    }
    role.await(MAIN, CACHE);
    step(role, decode);
    return role;
  }

  /** The steps that count. */
  private void decode(Role role) {
    role.mark(MAIN, begun);
    for (int step = 0; step < decodeSteps; step++) {
      step(role, decode);
    }
    role.mark(MAIN, decoded);
  }

  private void assign(Role role, int firstReplica, int endReplica) {
    for (int rank = firstReplica * plan.tensor(); rank < endReplica * plan.tensor(); rank++) {
      builder.assign(rank, role);
    }
  }

  private void step(Role role, InferenceCost cost) {
    reduce(role, cost);
    for (int layer = 0; layer < plan.model().layers(); layer++) {
      compute(role, cost.attention());
      reduce(role, cost);
      compute(role, cost.feedForward(layer));
      reduce(role, cost);
    }
    compute(role, cost.logits());
    collective(role, Operation.ALL_GATHER, cost.logitBytes());
  }

  private static void compute(Role role, double seconds) {
    role.compute(MAIN, Durations.ofSeconds(seconds));
  }

  private void reduce(Role role, InferenceCost cost) {
    collective(role, Operation.ALL_REDUCE, cost.activationBytes());
  }

  private void collective(Role role, Operation operation, long bytes) {
    if (plan.tensor() > 1) {
      role.collective(MAIN, tensorGroups, operation, bytes, Activity.TENSOR_PARALLEL);
    }
  }
}
