package weft.sim.workload.llm;

import java.util.List;
import weft.sim.collective.Operation;
import weft.sim.workload.Activity;
import weft.sim.workload.Role;

/** Puts a training step of one pipeline stage on the streams of a role. */
final class StageProgram {

  /**
   * What Adam moves for each weight beside gradient and half-precision weight: single-precision
   * weight, momentum and variance, each read and written (assumption: each once).
   */
  private static final int OPTIMIZER_BYTES = 3 * 2 * 4;

  private final TrainingPlan plan;
  private final Accelerator gpu;
  private final Partners partners;
  private final LayerCost cost;
  private final LayerOps layers;
  private final int stage;
  private final Role role;
  private final StageUnits units;
  private final List<Pass> passes;
  private final GradientDeparture gradients;
  private final GradientDeparture expertGradients;
  private final WeightArrival weights;
  private final WeightArrival expertWeights;

  /**
   * One stage.
   *
   * @param speed how fast its GPUs compute, relative to {@code gpu}
   * @param load tokens that come to their experts, over the mean
   */
  StageProgram(
      TrainingPlan plan,
      Accelerator gpu,
      Partners partners,
      int stage,
      Role role,
      double speed,
      double load) {
    this.plan = plan;
    this.gpu = gpu;
    this.partners = partners;
    this.stage = stage;
    this.role = role;
    cost = new LayerCost(plan, gpu);
    layers = new LayerOps(plan, partners, cost, speed, load);
    units = new StageUnits(plan, stage);
    passes = PipelineOrder.of(plan, stage);
    Shard shard = Shard.of(plan, partners);
    Shard ofExperts = Shard.ofExperts(plan, partners);
    gradients = new GradientDeparture(plan, shard);
    expertGradients = new GradientDeparture(plan, ofExperts);
    weights = new WeightArrival(plan, shard, passes, units::of);
    expertWeights = new WeightArrival(plan, ofExperts, passes, units::expertsOf);
  }

  /** Fills the role. */
  void add() {
    for (int i = 0; i < passes.size(); i++) {
      Pass pass = passes.get(i);
      if (i + 1 < passes.size() && passes.get(i + 1).together()) {
        together(pass, passes.get(++i));
        continue;
      }
      switch (pass.kind()) {
        case FORWARD -> forward(pass);
        case BACKWARD -> backward(pass, true);
        case INPUT_GRADIENT -> backward(pass, false);
        case WEIGHT_GRADIENT -> weightGradients(pass);
      }
    }
    gradients.end(role);
    expertGradients.end(role);
    reduceEmbedding();
    boolean sharded = plan.sharding() != Sharding.NONE;
    double updated =
        plan.stageParameters(stage) / (sharded ? (double) plan.shards() : 1)
            + plan.stageExpertParameters(stage)
                / (sharded ? (double) plan.parallelism().expertReplicas() : 1);
    NumberFormats formats = plan.formats();
    compute(
        gpu.memory(updated * (OPTIMIZER_BYTES + formats.gradientBytes() + formats.valueBytes())));
    weights.end(role, plan.stageParameters(stage));
    expertWeights.end(role, plan.stageExpertParameters(stage));
  }

  /** A forward and a backward pass layer by layer; layers that one has more come after. */
  private void together(Pass forward, Pass backward) {
    boolean last = isLast(backward);
    beginBackward(backward, true, last);
    beginForward(forward);
    int next = plan.firstLayer(stage, forward.chunk());
    int end = next + plan.layers(stage, forward.chunk());
    int first = plan.firstLayer(stage, backward.chunk());
    int layer = first + plan.layers(stage, backward.chunk()) - 1;
    for (; layer >= first && next < end; layer--, next++) {
      layers.together(role, next, layer);
      completeLayer(true, layer, last);
    }
    backward(backward, layer, true);
    endBackward(backward, true, last);
    forward(forward, next);
    endForward(forward);
  }

  private void forward(Pass pass) {
    beginForward(pass);
    forward(pass, plan.firstLayer(stage, pass.chunk()));
    endForward(pass);
  }

  private void beginForward(Pass pass) {
    if (units.isFirst(pass.chunk())) {
      use(pass);
      layers.reduce(role, sequenceParallel() ? Operation.REDUCE_SCATTER : Operation.ALL_REDUCE);
    } else {
      receive(partners.next());
    }
  }

  /** The layers of a chunk from one on. */
  private void forward(Pass pass, int from) {
    int end = plan.firstLayer(stage, pass.chunk()) + plan.layers(stage, pass.chunk());
    for (int layer = from; layer < end; layer++) {
      use(pass);
      layers.forward(role, layer);
    }
    reduceAmax(true);
  }

  private void endForward(Pass pass) {
    if (units.isLast(pass.chunk())) {
      use(pass);
      if (sequenceParallel()) {
        layers.reduce(role, Operation.ALL_GATHER);
      }
      compute(cost.logits());
    } else {
      send(Streams.SEND_FORWARD, partners.next());
    }
  }

  private void backward(Pass pass, boolean whole) {
    boolean last = isLast(pass);
    beginBackward(pass, whole, last);
    int first = plan.firstLayer(stage, pass.chunk());
    backward(pass, first + plan.layers(stage, pass.chunk()) - 1, whole);
    endBackward(pass, whole, last);
  }

  /** Whether it is of the last micro-batch, with which gradients are complete. */
  private boolean isLast(Pass pass) {
    return pass.microBatch() == plan.microBatches() - 1;
  }

  private void beginBackward(Pass pass, boolean whole, boolean last) {
    if (units.isLast(pass.chunk())) {
      use(pass);
      compute(cost.logitsGradient() + (whole ? cost.logitsWeightGradient() : 0));
      layers.reduce(role, sequenceParallel() ? Operation.REDUCE_SCATTER : Operation.ALL_REDUCE);
      complete(whole, units.outputWeights(), last);
    } else {
      receive(partners.previous());
    }
  }

  /** The layers of a chunk from one down. */
  private void backward(Pass pass, int from, boolean whole) {
    for (int layer = from; layer >= plan.firstLayer(stage, pass.chunk()); layer--) {
      use(pass);
      layers.backward(role, layer, whole);
      completeLayer(whole, layer, isLast(pass));
    }
    reduceAmax(false);
  }

  private void endBackward(Pass pass, boolean whole, boolean last) {
    if (units.isFirst(pass.chunk())) {
      use(pass);
      if (sequenceParallel()) {
        layers.reduce(role, Operation.ALL_GATHER);
      }
      complete(whole, plan.embeddingParameters(), last);
    } else {
      send(Streams.SEND_BACKWARD, partners.previous());
    }
    gradients.endOfPass(role);
    expertGradients.endOfPass(role);
  }

  private void weightGradients(Pass pass) {
    boolean last = isLast(pass);
    if (units.isLast(pass.chunk())) {
      compute(cost.logitsWeightGradient());
      complete(true, units.outputWeights(), last);
    }
    int first = plan.firstLayer(stage, pass.chunk());
    for (int layer = first + plan.layers(stage, pass.chunk()) - 1; layer >= first; layer--) {
      layers.weightGradients(role, layer);
      completeLayer(true, layer, last);
    }
    if (units.isFirst(pass.chunk())) {
      complete(true, plan.embeddingParameters(), last);
    }
    gradients.endOfPass(role);
    expertGradients.endOfPass(role);
  }

  private void compute(double seconds) {
    layers.compute(role, seconds);
    layers.flush(role);
  }

  private void complete(boolean whole, long parameters, boolean last) {
    if (whole) {
      gradients.add(role, parameters, last);
    }
  }

  private void completeLayer(boolean whole, int layer, boolean last) {
    complete(whole, plan.layerParameters(layer), last);
    if (whole && plan.exchangesTokens(layer)) {
      expertGradients.add(role, plan.expertParameters(layer), last);
    }
  }

  private void use(Pass pass) {
    weights.use(role, pass);
    expertWeights.use(role, pass);
  }

  /**
   * The tied embedding, of which first and last stage have a copy each. That the last stage waits
   * for the first, as the pipeline drains, counts as bubble.
   */
  private void reduceEmbedding() {
    int stages = plan.parallelism().pipeline();
    if (partners.embedding() >= 0 && (stage == 0 || stage == stages - 1)) {
      role.collective(
          Streams.MAIN,
          partners.embedding(),
          Operation.ALL_REDUCE,
          plan.embeddingParameters() * plan.formats().gradientBytes(),
          Activity.BUBBLE);
    }
  }

  /** What a pass through a chunk ends with in 8 bits: before anything is sent to other stages. */
  private void reduceAmax(boolean forward) {
    if (plan.reducesAmax()) {
      role.collective(
          Streams.MAIN,
          partners.amax(),
          Operation.ALL_REDUCE,
          plan.amaxBytes(stage, forward),
          Activity.AMAX_REDUCTION);
    }
  }

  /**
   * A boundary is crossed by slices: each tensor-parallel rank sends 1/t of the activations over
   * its own NIC, and without sequence parallelism the receivers gather them over NVLink (Narayanan
   * et al., SC 2021, section 4.1).
   */
  private void send(int stream, int peers) {
    role.await(stream, Streams.MAIN);
    long slice = -Math.floorDiv(-plan.activationBytes(), (long) plan.parallelism().tensor());
    role.send(stream, peers, slice, Activity.PIPELINE_PARALLEL);
  }

  private void receive(int peers) {
    role.receive(Streams.MAIN, peers, Activity.PIPELINE_PARALLEL);
    if (!sequenceParallel()) {
      layers.collective(role, Operation.ALL_GATHER, Activity.PIPELINE_PARALLEL);
    }
  }

  private boolean sequenceParallel() {
    return plan.parallelism().sequenceParallel();
  }
}
