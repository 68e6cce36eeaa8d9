package weft.sim.workload.llm;

import weft.sim.collective.Operation;
import weft.sim.unit.Durations;
import weft.sim.workload.Activity;
import weft.sim.workload.Role;

/**
 * Puts the passes of a layer on the streams of a role.
 *
 * <p>Tensor parallelism: an all-reduce of the activations after the attention and after the
 * feed-forward block, forward and backward (Shoeybi et al., Megatron-LM, 2019, section 3). With
 * sequence parallelism it becomes an all-gather before and a reduce-scatter after (Korthikanti et
 * al., MLSys 2023, section 4.2); the second all-gather of the backward pass is hidden there, and is
 * left out unless tensor overlap shows what it takes. With tensor overlap each goes on beside the
 * product next to it.
 *
 * <p>Context parallelism: keys and values go round the ring of ranks while attention is computed
 * with those that are there (Liu et al., Ring Attention, 2023); their gradients go along backward.
 *
 * <p>Expert parallelism: tokens go to the ranks of their experts by an all-to-all and come back by
 * another, forward and backward; ranks that share experts gather what each has received, and
 * scatter the sums (Megatron-Core, MoEAlltoAllTokenDispatcher). What is computed around that is put
 * before it. Nothing goes on beside, unless two passes go {@link #together}.
 */
final class LayerOps {

  private final TrainingPlan plan;
  private final Partners partners;
  private final LayerCost cost;
  private final BlockCost attention;
  private final boolean sequenceParallel;
  private final boolean beside;
  private final double speed;
  private final double load;

  /** Computation that is not on the stream yet, seconds. */
  private double pending;

  /**
   * The layers of a plan.
   *
   * @param speed how fast the GPUs compute, relative to those of {@code cost}
   * @param load tokens that come to their experts, over the mean
   */
  LayerOps(TrainingPlan plan, Partners partners, LayerCost cost, double speed, double load) {
    this.speed = speed;
    this.load = load;
    this.plan = plan;
    this.partners = partners;
    this.cost = cost;
    attention = cost.attention();
    sequenceParallel = plan.parallelism().sequenceParallel();
    beside = plan.overlap().tensor() && sequenceParallel && plan.parallelism().tensor() > 1;
  }

  void forward(Role role, int layer) {
    forwardAttention(role, layer);
    if (plan.exchangesTokens(layer)) {
      throughExperts(role, cost.routedExperts(load).forward());
      forwardSharedExperts(role);
    } else {
      forward(role, cost.feedForward(layer), 0);
    }
    flush(role);
  }

  /** To where tokens leave for their experts. */
  private void forwardAttention(Role role, int layer) {
    forward(role, attention, cost.core());
    if (plan.exchangesTokens(layer)) {
      compute(role, cost.aroundRoutedExperts().forward());
    }
  }

  private void forwardSharedExperts(Role role) {
    if (plan.hasSharedExperts()) {
      forward(role, cost.sharedExperts(), 0);
    }
  }

  /** What experts do to tokens that are sent to them and back. */
  private void throughExperts(Role role, double seconds) {
    dispatch(role, Streams.MAIN);
    experts(role, seconds);
    combine(role, Streams.MAIN);
  }

  /** What they do to those that have come. */
  private void experts(Role role, double seconds) {
    Parallelism.ExpertGrid grid = plan.parallelism().experts();
    gatherOrScatter(role, grid, Operation.ALL_GATHER, plan.dispatchBytes());
    compute(role, seconds);
    gatherOrScatter(role, grid, Operation.REDUCE_SCATTER, plan.combineBytes());
  }

  private void dispatch(Role role, int stream) {
    exchange(role, stream, partners.experts(), plan.dispatchBytes());
  }

  private void combine(Role role, int stream) {
    exchange(role, stream, partners.expertsBack(), plan.combineBytes());
  }

  private void exchange(Role role, int stream, int groups, long bytes) {
    if (plan.parallelism().experts().expert() > 1) {
      flush(role);
      role.await(stream, Streams.MAIN);
      role.collective(stream, groups, Operation.ALL_TO_ALL, bytes, Activity.EXPERT_PARALLEL);
    }
  }

  /**
   * A layer forward and one backward, of different micro-batches. Each exchange of one goes on
   * beside what is computed of the other: with attention A, experts M, dispatch D and combine C,
   * forward f and backward b, the two take max(A_f, D) + max(M_b, D) + max(M_f, C) + max(A_b, C)
   * (Megatron-Core, TransformerLayerSchedulePlan; without its optional delay of the gradients of
   * weights).
   */
  void together(Role role, int forwardLayer, int backwardLayer) {
    boolean forwardExchanges = plan.exchangesTokens(forwardLayer);
    boolean backwardExchanges = plan.exchangesTokens(backwardLayer);
    if (backwardExchanges) {
      dispatch(role, Streams.EXPERT_EXCHANGE);
    }
    forwardAttention(role, forwardLayer);
    awaitExchange(role);
    if (forwardExchanges) {
      dispatch(role, Streams.EXPERT_EXCHANGE);
    }
    if (backwardExchanges) {
      backwardSharedExperts(role, true);
      experts(role, backward(cost.routedExperts(load), true));
    } else {
      backward(role, cost.feedForward(backwardLayer), 0, true);
    }
    awaitExchange(role);
    if (backwardExchanges) {
      combine(role, Streams.EXPERT_EXCHANGE);
    }
    if (forwardExchanges) {
      experts(role, cost.routedExperts(load).forward());
      forwardSharedExperts(role);
    } else {
      forward(role, cost.feedForward(forwardLayer), 0);
    }
    awaitExchange(role);
    if (forwardExchanges) {
      combine(role, Streams.EXPERT_EXCHANGE);
    }
    backwardAttention(role, backwardLayer, true);
    awaitExchange(role);
  }

  private void awaitExchange(Role role) {
    flush(role);
    role.await(Streams.MAIN, Streams.EXPERT_EXCHANGE);
  }

  private void gatherOrScatter(
      Role role, Parallelism.ExpertGrid grid, Operation operation, long bytes) {
    if (grid.tensor() > 1) {
      flush(role);
      role.collective(
          Streams.MAIN,
          partners.expertTensor(),
          operation,
          Math.round(load * grid.tensor() * bytes),
          Activity.TENSOR_PARALLEL);
    }
  }

  private void forward(Role role, BlockCost block, double core) {
    enter(role, block.in());
    double rest = block.middle() + (beside ? 0 : block.in());
    if (core > 0 && plan.parallelism().context() > 1) {
      compute(role, rest - core);
      ring(role, core, 1);
      compute(role, beside ? 0 : block.out());
    } else {
      compute(role, rest + (beside ? 0 : block.out()));
    }
    leave(role, block.out());
  }

  /**
   * Backward.
   *
   * @param weights whether gradients of weights are computed, too
   */
  void backward(Role role, int layer, boolean weights) {
    if (plan.recompute() == Recompute.FULL) {
      forward(role, layer);
    }
    if (plan.exchangesTokens(layer)) {
      backwardSharedExperts(role, weights);
      throughExperts(role, backward(cost.routedExperts(load), weights));
    } else {
      backward(role, cost.feedForward(layer), 0, weights);
    }
    backwardAttention(role, layer, weights);
    flush(role);
  }

  private void backwardSharedExperts(Role role, boolean weights) {
    if (plan.hasSharedExperts()) {
      backward(role, cost.sharedExperts(), 0, weights);
    }
  }

  /** From where gradients of tokens come back from their experts. */
  private void backwardAttention(Role role, int layer, boolean weights) {
    if (plan.exchangesTokens(layer)) {
      compute(role, backward(cost.aroundRoutedExperts(), weights));
    }
    backward(role, attention, cost.coreGradient(), weights);
  }

  private static double backward(BlockCost block, boolean weights) {
    return weights ? block.backward() : block.inputGradient();
  }

  private void backward(Role role, BlockCost block, double core, boolean weights) {
    enter(role, block.outGradient());
    double rest = block.middleGradient() + (beside ? 0 : block.outGradient());
    double last = block.inGradient() + (weights ? block.weightGradient() : 0);
    if (core > 0 && plan.parallelism().context() > 1) {
      compute(role, rest - core);
      ring(role, core, 2);
      rest = 0;
    }
    if (beside) {
      compute(role, rest);
      beside(role, Operation.ALL_GATHER, block.inGradient());
      if (weights) {
        beside(role, Operation.REDUCE_SCATTER, block.weightGradient());
      } else {
        reduce(role, Operation.REDUCE_SCATTER);
      }
    } else {
      compute(role, rest + last);
      reduce(role, sequenceParallel ? Operation.REDUCE_SCATTER : Operation.ALL_REDUCE);
    }
  }

  /** What the backward pass has put off. */
  void weightGradients(Role role, int layer) {
    BlockCost block =
        plan.exchangesTokens(layer)
            ? cost.aroundRoutedExperts().plus(cost.routedExperts(load)).plus(cost.sharedExperts())
            : cost.feedForward(layer);
    compute(role, attention.weightGradient() + block.weightGradient());
    flush(role);
  }

  /** The way into a block: what the ranks have divided comes together. */
  private void enter(Role role, double product) {
    if (beside) {
      beside(role, Operation.ALL_GATHER, product);
    } else if (sequenceParallel) {
      reduce(role, Operation.ALL_GATHER);
    }
  }

  private void leave(Role role, double product) {
    if (beside) {
      beside(role, Operation.REDUCE_SCATTER, product);
    } else {
      reduce(role, sequenceParallel ? Operation.REDUCE_SCATTER : Operation.ALL_REDUCE);
    }
  }

  /**
   * A collective beside a product, both cut into a piece for each rank: a gather brings the last
   * piece when there is still the product of that to do, a scatter begins when the first is done.
   */
  private void beside(Role role, Operation operation, double seconds) {
    double piece = seconds / plan.parallelism().tensor();
    boolean gather = operation == Operation.ALL_GATHER;
    compute(role, gather ? 0 : piece);
    flush(role);
    role.collectiveBeside(
        Streams.MAIN,
        partners.tensor(),
        operation,
        plan.activationBytes(),
        durationPs(seconds - piece),
        Activity.TENSOR_PARALLEL);
    compute(role, gather ? piece : 0);
  }

  /** A tensor-parallel collective of the activations that nothing hides. */
  void reduce(Role role, Operation operation) {
    collective(role, operation, Activity.TENSOR_PARALLEL);
  }

  /** The same for another purpose. */
  void collective(Role role, Operation operation, Activity activity) {
    if (plan.parallelism().tensor() > 1) {
      flush(role);
      role.collective(Streams.MAIN, partners.tensor(), operation, plan.activationBytes(), activity);
    }
  }

  private void ring(Role role, double seconds, int times) {
    int ranks = plan.parallelism().context();
    long bytes =
        times
            * plan.microBatchTokens()
            * plan.model().attention().keyValueWidth()
            * plan.formats().valueBytes()
            / plan.parallelism().tensor();
    for (int step = 1; step < ranks; step++) {
      flush(role);
      role.await(Streams.CONTEXT, Streams.MAIN);
      role.send(Streams.CONTEXT, partners.context(), bytes, Activity.CONTEXT_PARALLEL);
      compute(role, seconds / ranks);
      flush(role);
      role.receive(Streams.MAIN, partners.context(), Activity.CONTEXT_PARALLEL);
    }
    compute(role, seconds / ranks);
  }

  /** Computes; what follows each other is one computation. */
  void compute(Role role, double seconds) {
    pending += seconds;
  }

  /** Puts what is to be computed on the stream, before anything else is. */
  void flush(Role role) {
    if (pending > 0) {
      role.compute(Streams.MAIN, durationPs(pending));
      pending = 0;
    }
  }

  private long durationPs(double seconds) {
    long usualPs = Durations.ofSeconds(seconds);
    return speed == 1 ? usualPs : Durations.roundUp(usualPs / speed);
  }
}
