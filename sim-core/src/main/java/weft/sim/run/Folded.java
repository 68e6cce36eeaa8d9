package weft.sim.run;

import org.jspecify.annotations.Nullable;
import weft.sim.fabric.Fabric;
import weft.sim.fold.Folding;
import weft.sim.metrics.FoldingFigures;
import weft.sim.route.Paths;
import weft.sim.route.Router;
import weft.sim.transfer.Dependence;
import weft.sim.workload.Communicators;
import weft.sim.workload.Representatives;
import weft.sim.workload.SteppedGroups;

/** The groups of a run, and whether it is folded, and if not, why. */
final class Folded {

  private final Folding.Attempt attempt;

  /** The groups of the whole program. */
  private final Communicators all;

  private Folded(Folding.Attempt attempt, Communicators all) {
    this.attempt = attempt;
    this.all = all;
  }

  static Folded of(SimulationSpec spec, Router router) {
    Communicators all =
        new Communicators(
            spec.program(),
            spec.placement(),
            spec.fabric(),
            spec.costs(),
            spec.planning(),
            new RoutedWires(spec.fabric(), router));
    SteppedGroups.choose(
        spec.program(), all, spec.flows(), spec.fabric(), dependence(spec, router));
    if (spec.model() != NetworkModelKind.FLOW
        || !spec.flowNetwork().folds()
        || spec.program().ranks() == 0) {
      return new Folded(new Folding.Attempt(null, "it is switched off"), all);
    }
    if (spec.flowNetwork().completionBatch() > 0) {
      return new Folded(new Folding.Attempt(null, "completions are batched"), all);
    }
    if (all.arePlanned()) {
      return new Folded(new Folding.Attempt(null, "collectives may be other than rings"), all);
    }
    return new Folded(
        Folding.attempt(spec.program(), all, spec.flows(), spec.fabric(), router), all);
  }

  /**
   * The links that transfers may be slowed down on. Of packets, those of the paths that flows have
   * if they are not spread: who shares none of these is taken to be undisturbed.
   */
  private static Dependence dependence(SimulationSpec spec, Router router) {
    Paths paths = router.paths();
    return (source, destination, flow, links) -> {
      if (spec.model() != NetworkModelKind.ANALYTIC) {
        int path = router.path(source, destination, flow);
        for (int hop = 0; hop < paths.hops(path); hop++) {
          links.accept(paths.link(path, hop));
        }
      }
      return true;
    };
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
  Representatives representatives() {
    Folding folding = attempt.folding();
    return folding == null ? all : folding.representatives();
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
}
