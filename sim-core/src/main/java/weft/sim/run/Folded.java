package weft.sim.run;

import org.jspecify.annotations.Nullable;
import weft.sim.collective.exec.Communicator;
import weft.sim.fabric.Fabric;
import weft.sim.fold.Folding;
import weft.sim.metrics.FoldingFigures;
import weft.sim.route.Router;
import weft.sim.workload.Communicators;
import weft.sim.workload.Representatives;

/** Whether a run is folded, and if not, why. */
final class Folded {

  private final Folding.Attempt attempt;

  /** The groups of the whole program, if they have been set up. */
  private final @Nullable Communicators all;

  private Folded(Folding.Attempt attempt, @Nullable Communicators all) {
    this.attempt = attempt;
    this.all = all;
  }

  static Folded of(SimulationSpec spec, Router router) {
    if (spec.model() != NetworkModelKind.FLOW
        || !spec.flowNetwork().folds()
        || spec.program().ranks() == 0) {
      return new Folded(new Folding.Attempt(null, "it is switched off"), null);
    }
    if (spec.flowNetwork().completionBatch() > 0) {
      return new Folded(new Folding.Attempt(null, "completions are batched"), null);
    }
    Communicators all =
        communicators(
            spec,
            (source, destination, flow) ->
                router.paths().latencyPs(router.path(source, destination, flow)));
    return new Folded(
        Folding.attempt(spec.program(), all, spec.flows(), spec.fabric(), router), all);
  }

  @Nullable Folding folding() {
    return attempt.folding();
  }

  /** Links of the model. */
  int linkCount(Fabric fabric) {
    Folding folding = attempt.folding();
    return folding == null ? fabric.linkCount() : folding.linkCount();
  }

  /** Where the ranks run that are simulated. */
  Representatives representatives(SimulationSpec spec, Communicator.Latencies latencies) {
    Folding folding = attempt.folding();
    if (folding != null) {
      return folding.representatives();
    }
    return all == null ? communicators(spec, latencies) : all;
  }

  /** Null if there are no ranks, or the model is not that of flows. */
  @Nullable FoldingFigures figures(SimulationSpec spec) {
    int ranks = spec.program().ranks();
    Folding folding = attempt.folding();
    if (ranks == 0 || spec.model() != NetworkModelKind.FLOW) {
      return null;
    }
    return folding == null
        ? new FoldingFigures(ranks, ranks, 1, attempt.keptFrom())
        : new FoldingFigures(
            ranks, folding.program().ranks(), folding.simulatedShare(), attempt.keptFrom());
  }

  private static Communicators communicators(
      SimulationSpec spec, Communicator.Latencies latencies) {
    return new Communicators(
        spec.program(), spec.placement(), spec.fabric(), spec.costs(), latencies);
  }
}
