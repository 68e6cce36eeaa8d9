package weft.sim.workload.llm;

import java.util.HashMap;
import java.util.Map;
import weft.sim.collective.Operation;
import weft.sim.unit.Durations;
import weft.sim.workload.Activity;
import weft.sim.workload.Program;
import weft.sim.workload.ProgramBuilder;
import weft.sim.workload.Role;

/**
 * Turns a {@link TrainingPlan} into the {@link Program} of one training step, as Megatron-LM runs
 * it.
 *
 * <ul>
 *   <li>Tensor parallelism: an all-reduce of the activations after the attention and after the
 *       feed-forward block, forward and backward, which nothing hides (Shoeybi et al., Megatron-LM,
 *       2019, section 3); one more for the input embedding forward and the output layer backward.
 *   <li>Pipeline parallelism: 1F1B. A boundary is crossed by slices: each tensor-parallel rank
 *       sends 1/t of the activations over its own NIC, and the receivers gather them over NVLink
 *       (the scatter/gather optimization; Narayanan et al., SC 2021, section 4.1).
 *   <li>Data parallelism: the gradients of a layer are all-reduced as soon as the last
 *       micro-batch's backward pass has left the layer, on a stream of their own, while the
 *       backward pass goes on.
 *   <li>The optimizer (Adam, mixed precision) reads and writes all its state once, after the
 *       gradients have arrived.
 * </ul>
 *
 * <p>Not modelled: the all-reduce of the tied embedding between first and last stage, gradient-norm
 * clipping, data loading.
 */
public final class TrainingProgram {

  private static final int MAIN = 0;
  private static final int SEND_FORWARD = 1;
  private static final int SEND_BACKWARD = 2;
  private static final int REDUCE = 3;
  private static final int STREAMS = 4;

  /**
   * What Adam moves for each weight: gradient read; single-precision weight, momentum and variance
   * read and written; half-precision weight written (assumption: each once).
   */
  private static final int OPTIMIZER_BYTES = 3 * 2 * 4;

  private final TrainingPlan plan;
  private final Accelerator gpu;
  private final LayerCost cost;
  private final ProgramBuilder builder;
  private final int tensorGroups;
  private final int dataGroups;
  private final int nextStage;
  private final int previousStage;
  private final Map<Integer, Double> speeds;

  /** Of the GPUs whose role is being written. */
  private double speed = 1;

  private TrainingProgram(TrainingPlan plan, Accelerator gpu, Map<Integer, Double> speeds) {
    this.plan = plan;
    this.gpu = gpu;
    this.speeds = Map.copyOf(speeds);
    cost = new LayerCost(plan, gpu);
    builder = new ProgramBuilder(plan.ranks());
    tensorGroups = builder.groups("tensor", tensorMembers());
    dataGroups = builder.groups("data", dataMembers());
    nextStage = builder.peers("next-stage", stagePeers(1));
    previousStage = builder.peers("previous-stage", stagePeers(-1));
  }

  /** The program of one step of {@code plan} on GPUs like {@code gpu}. */
  public static Program of(TrainingPlan plan, Accelerator gpu) {
    return of(plan, gpu, Map.of());
  }

  /**
   * The program of one step where some GPUs are slow.
   *
   * @param speeds of these ranks, how fast they compute relative to {@code gpu}, above 0
   */
  public static Program of(TrainingPlan plan, Accelerator gpu, Map<Integer, Double> speeds) {
    TrainingProgram program = new TrainingProgram(plan, gpu, speeds);
    for (int stage = 0; stage < plan.pipeline(); stage++) {
      program.addStage(stage);
    }
    return program.builder.build();
  }

  /** A role for all ranks of a stage that are equally fast. */
  private void addStage(int stage) {
    Map<Double, Role> roles = new HashMap<>();
    for (int data = 0; data < plan.data(); data++) {
      for (int tensor = 0; tensor < plan.tensor(); tensor++) {
        int rank = plan.rank(tensor, data, stage);
        double ofRank = speeds.getOrDefault(rank, 1.0);
        builder.assign(rank, roles.computeIfAbsent(ofRank, any -> role(stage, ofRank)));
      }
    }
  }

  private Role role(int stage, double speed) {
    this.speed = speed;
    Role role = builder.role(STREAMS);
    int microBatches = plan.microBatches();
    for (int pass : OneForwardOneBackward.passes(stage, plan.pipeline(), microBatches)) {
      if (pass > 0) {
        forward(role, stage);
      } else {
        backward(role, stage, -pass == microBatches);
      }
    }
    role.await(MAIN, REDUCE);
    double optimizerBytes =
        (double) stageParameters(stage)
            * (OPTIMIZER_BYTES + plan.gradientBytes() + plan.valueBytes());
    compute(role, gpu.memoryPs(optimizerBytes));
    return role;
  }

  private void compute(Role role, long picoseconds) {
    role.compute(MAIN, speed == 1 ? picoseconds : Durations.roundUp(picoseconds / speed));
  }

  private void forward(Role role, int stage) {
    if (isFirst(stage)) {
      reduceActivations(role);
    } else {
      receive(role, nextStage);
    }
    for (int layer = 0; layer < plan.stageLayers(); layer++) {
      forwardLayer(role);
    }
    if (isLast(stage)) {
      compute(role, cost.forwardLogitsPs());
    } else {
      send(role, SEND_FORWARD, nextStage);
    }
  }

  private void forwardLayer(Role role) {
    compute(role, cost.forwardAttentionPs());
    reduceActivations(role);
    compute(role, cost.forwardFeedForwardPs());
    reduceActivations(role);
  }

  private void backward(Role role, int stage, boolean lastMicroBatch) {
    if (isLast(stage)) {
      compute(role, cost.backwardLogitsPs());
      reduceActivations(role);
      reduceGradients(role, lastMicroBatch, embeddingParameters());
    } else {
      receive(role, previousStage);
    }
    for (int layer = 0; layer < plan.stageLayers(); layer++) {
      backwardLayer(role);
      reduceGradients(role, lastMicroBatch, layerParameters());
    }
    if (isFirst(stage)) {
      // With one stage the embedding is the output layer's, and has been reduced there.
      reduceGradients(role, lastMicroBatch && !isLast(stage), embeddingParameters());
    } else {
      send(role, SEND_BACKWARD, previousStage);
    }
  }

  private void backwardLayer(Role role) {
    if (plan.recompute() == Recompute.FULL) {
      forwardLayer(role);
    }
    compute(role, cost.backwardFeedForwardPs());
    reduceActivations(role);
    compute(role, cost.backwardAttentionPs(plan.recompute()));
    reduceActivations(role);
  }

  private void reduceActivations(Role role) {
    tensorCollective(role, Operation.ALL_REDUCE, Activity.TENSOR_PARALLEL);
  }

  private void tensorCollective(Role role, Operation operation, Activity activity) {
    if (plan.tensor() > 1) {
      role.collective(MAIN, tensorGroups, operation, cost.activationBytes(), activity);
    }
  }

  private void reduceGradients(Role role, boolean due, long parameters) {
    if (due && plan.data() > 1) {
      role.await(REDUCE, MAIN);
      role.collective(
          REDUCE,
          dataGroups,
          Operation.ALL_REDUCE,
          parameters * plan.gradientBytes(),
          Activity.DATA_PARALLEL);
    }
  }

  private void send(Role role, int stream, int peers) {
    role.await(stream, MAIN);
    long slice = -Math.floorDiv(-cost.activationBytes(), (long) plan.tensor());
    role.send(stream, peers, slice, Activity.PIPELINE_PARALLEL);
  }

  private void receive(Role role, int peers) {
    role.receive(MAIN, peers, Activity.PIPELINE_PARALLEL);
    tensorCollective(role, Operation.ALL_GATHER, Activity.PIPELINE_PARALLEL);
  }

  /** Of one tensor-parallel rank; the split is taken as even over all weights. */
  private long layerParameters() {
    return plan.model().layerParameters() / plan.tensor();
  }

  private long embeddingParameters() {
    return plan.model().embeddingParameters() / plan.tensor();
  }

  private long stageParameters(int stage) {
    boolean embedding = isFirst(stage) || isLast(stage);
    return plan.stageLayers() * layerParameters() + (embedding ? embeddingParameters() : 0);
  }

  private boolean isFirst(int stage) {
    return stage == 0;
  }

  private boolean isLast(int stage) {
    return stage == plan.pipeline() - 1;
  }

  private int[][] tensorMembers() {
    int[][] members = new int[plan.data() * plan.pipeline()][plan.tensor()];
    for (int stage = 0; stage < plan.pipeline(); stage++) {
      for (int data = 0; data < plan.data(); data++) {
        for (int tensor = 0; tensor < plan.tensor(); tensor++) {
          members[data + plan.data() * stage][tensor] = plan.rank(tensor, data, stage);
        }
      }
    }
    return members;
  }

  private int[][] dataMembers() {
    int[][] members = new int[plan.tensor() * plan.pipeline()][plan.data()];
    for (int stage = 0; stage < plan.pipeline(); stage++) {
      for (int tensor = 0; tensor < plan.tensor(); tensor++) {
        for (int data = 0; data < plan.data(); data++) {
          members[tensor + plan.tensor() * stage][data] = plan.rank(tensor, data, stage);
        }
      }
    }
    return members;
  }

  private int[] stagePeers(int direction) {
    int[] peers = new int[plan.ranks()];
    int stride = plan.tensor() * plan.data();
    for (int rank = 0; rank < peers.length; rank++) {
      int peer = rank + direction * stride;
      peers[rank] = peer >= 0 && peer < peers.length ? peer : -1;
    }
    return peers;
  }
}
