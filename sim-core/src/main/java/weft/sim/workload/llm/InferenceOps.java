package weft.sim.workload.llm;

import weft.sim.collective.NodeCopies;
import weft.sim.collective.Operation;
import weft.sim.unit.Durations;
import weft.sim.workload.Activity;
import weft.sim.workload.ProgramBuilder;
import weft.sim.workload.Role;

/**
 * Puts a step of a micro-batch through a pipeline stage on the streams of a role.
 *
 * <p>Tensor-parallel ranks all-reduce the activations after the embedding and after each block, and
 * gather the logits.
 *
 * <p>With expert parallelism the ranks of a stage exchange tokens in each layer with experts: an
 * all-to-all to the ranks of their experts (dispatch) and another back (combine). Tensor-parallel
 * ranks have the same tokens, so before they reduce-scatter what attention gave, each sends its
 * part of the tokens, and they gather the results (SGLang, DeepEP behind attention of several
 * tensor-parallel ranks). In a prefill step tokens cross once to each node ({@link NodeCopies}).
 * Nothing goes on beside.
 *
 * <p>Between stages each rank sends its part of the activations to its like in the next stage, and
 * tensor-parallel ranks gather them (vLLM, {@code send_tensor_dict}); the last stage sends the
 * tokens that it chose to the first.
 */
final class InferenceOps {

  static final int MAIN = 0;
  static final int CACHE = 1;
  private static final int SEND = 2;

  private static final int NONE = -1;

  private final InferencePlan plan;
  private final InferenceParallelism parallelism;
  private final int tensorGroups;
  private final int expertGroups;
  private final int onceGroups;
  private final int onceBackGroups;
  private final int expertBackGroups;
  private final int nextStage;
  private final int firstStage;

  InferenceOps(InferencePlan plan, ProgramBuilder builder) {
    this.plan = plan;
    parallelism = plan.parallelism();
    boolean isPipeline = parallelism.pipeline() > 1;
    tensorGroups = builder.groups("tensor", neighbours(parallelism.tensor()));
    expertGroups =
        parallelism.dividesExperts()
            ? builder.groups("experts", neighbours(parallelism.stageRanks()))
            : NONE;
    Experts experts = plan.model().experts();
    if (experts != null && parallelism.dividesExperts()) {
      NodeCopies copies = experts.copies(parallelism.stageRanks());
      onceGroups = builder.alternating("experts-prefill", expertGroups, copies);
      onceBackGroups = builder.alternating("experts-prefill-back", expertGroups, copies.back());
    } else {
      onceGroups = NONE;
      onceBackGroups = NONE;
    }
    expertBackGroups =
        expertGroups == NONE ? NONE : builder.alternating("experts-back", expertGroups, null);
    nextStage = isPipeline ? builder.peers("next-stage", stagePeers(1)) : NONE;
    firstStage =
        isPipeline ? builder.peers("first-stage", stagePeers(1 - parallelism.pipeline())) : NONE;
  }

  private int[][] neighbours(int size) {
    return RankGrid.groups(plan.ranks(), size, 1);
  }

  /** For each rank its like so many stages on in its replica; −1 if there is none. */
  private int[] stagePeers(int stages) {
    int[] peers = new int[plan.ranks()];
    for (int rank = 0; rank < peers.length; rank++) {
      int peer = rank + stages * parallelism.stageRanks();
      boolean isSameReplica =
          Math.floorDiv(peer, parallelism.ranks()) == rank / parallelism.ranks();
      peers[rank] = isSameReplica ? peer : NONE;
    }
    return peers;
  }

  /** Streams of a role. */
  int streams() {
    return parallelism.pipeline() > 1 ? SEND + 1 : plan.disaggregation() == null ? 1 : CACHE + 1;
  }

  /** Decode steps until a pipeline is full. */
  int fillingSteps() {
    return parallelism.pipeline() > 1 ? 1 : 0;
  }

  /**
   * A step.
   *
   * @param continues whether the first stage has to wait for the tokens of the step before
   * @param continued whether there is a next step, for which the last stage sends tokens
   * @param fills whether what a stage waits for is the pipeline that fills
   */
  void step(
      Role role,
      InferenceStage stage,
      InferenceCost cost,
      boolean continues,
      boolean continued,
      boolean fills) {
    Activity receives = fills ? Activity.FILL : Activity.PIPELINE_PARALLEL;
    boolean isPipeline = parallelism.pipeline() > 1;
    if (!stage.isFirst()) {
      role.receive(MAIN, nextStage, receives);
      tensor(role, Operation.ALL_GATHER, cost.stageBytes(), Activity.PIPELINE_PARALLEL);
    } else {
      if (isPipeline && continues) {
        role.receive(MAIN, firstStage, receives);
      }
      reduce(role, cost);
    }
    for (int layer = stage.firstLayer(); layer < stage.firstLayer() + stage.layers(); layer++) {
      compute(role, cost.attention());
      if (cost.exchanges(layer)) {
        throughExperts(role, cost);
      } else {
        reduce(role, cost);
        compute(role, cost.feedForward(layer));
        reduce(role, cost);
      }
    }
    if (!stage.isLast()) {
      send(role, nextStage, -Math.floorDiv(-cost.stageBytes(), (long) parallelism.tensor()));
    } else {
      compute(role, cost.logits());
      tensor(role, Operation.ALL_GATHER, cost.logitBytes(), Activity.TENSOR_PARALLEL);
      if (isPipeline && continued) {
        send(role, firstStage, cost.tokenBytes());
      }
    }
  }

  private void throughExperts(Role role, InferenceCost cost) {
    tensor(role, Operation.REDUCE_SCATTER, cost.activationBytes(), Activity.TENSOR_PARALLEL);
    compute(role, cost.beforeExperts());
    boolean once = cost.sendsOncePerNode();
    exchange(role, once ? onceGroups : expertGroups, cost.dispatchBytes());
    compute(role, cost.dividedExperts());
    exchange(role, once ? onceBackGroups : expertBackGroups, cost.combineBytes());
    compute(role, cost.sharedExperts());
    tensor(role, Operation.ALL_GATHER, cost.activationBytes(), Activity.TENSOR_PARALLEL);
  }

  private static void exchange(Role role, int groups, long bytes) {
    role.collective(MAIN, groups, Operation.ALL_TO_ALL, bytes, Activity.EXPERT_PARALLEL);
  }

  private static void send(Role role, int peers, long bytes) {
    role.await(SEND, MAIN);
    role.send(SEND, peers, bytes, Activity.PIPELINE_PARALLEL);
  }

  private static void compute(Role role, double seconds) {
    role.compute(MAIN, Durations.ofSeconds(seconds));
  }

  private void reduce(Role role, InferenceCost cost) {
    tensor(role, Operation.ALL_REDUCE, cost.activationBytes(), Activity.TENSOR_PARALLEL);
  }

  private void tensor(Role role, Operation operation, long bytes, Activity activity) {
    if (parallelism.tensor() > 1) {
      role.collective(MAIN, tensorGroups, operation, bytes, activity);
    }
  }
}
