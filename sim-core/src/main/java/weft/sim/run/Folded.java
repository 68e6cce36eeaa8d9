package weft.sim.run;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import weft.sim.fabric.Fabric;
import weft.sim.fold.Folding;
import weft.sim.metrics.FoldingFigures;
import weft.sim.route.Paths;
import weft.sim.route.Router;
import weft.sim.transfer.Dependence;
import weft.sim.workload.Communicators;
import weft.sim.workload.Program;
import weft.sim.workload.Representatives;
import weft.sim.workload.SteppedGroups;

/**
 * The groups of a run, which of them go step by step, and whether it is folded, and if not, why.
 *
 * <p>More groups go step by step where a folding leaves few chunks of them. That is looked at even
 * if folding is switched off, so that it changes no result.
 */
final class Folded {

  private static final String SWITCHED_OFF = "it is switched off";

  private final Program whole;
  private final Folding.Attempt attempt;

  /** The groups of the whole program. */
  private final Communicators all;

  private Folded(Program whole, Folding.Attempt attempt, Communicators all) {
    this.whole = whole;
    this.attempt = attempt;
    this.all = all;
  }

  /**
   * Finds out.
   *
   * @param known which groups go step by step, if that is given; else it is chosen
   */
  static Folded of(SimulationSpec spec, Router router, @Nullable Stepping known) {
    Communicators all =
        new Communicators(
            spec.program(),
            spec.placement(),
            spec.fabric(),
            spec.costs(),
            spec.planning(),
            new RoutedWires(spec.fabric(), router));
    String hindrance = hindrance(spec, all);
    SteppedGroups stepped = null;
    boolean stepsAll = true;
    if (known == null) {
      stepped =
          new SteppedGroups(
              spec.program(), all, spec.flows(), spec.fabric(), dependence(spec, router));
      stepsAll = stepped.stepAffordable();
    } else {
      known.set(all);
    }
    boolean isOff = !spec.flowNetwork().folds();
    if (!hindrance.isEmpty() || (isOff && stepsAll)) {
      return unfolded(spec, hindrance.isEmpty() ? SWITCHED_OFF : hindrance, all);
    }
    Folding.Attempt attempt = attempt(spec, all, router);
    if (stepped != null && !stepsAll) {
      attempt = inSteps(attempt, stepped, () -> attempt(spec, all, router));
    }
    if (isOff) {
      return unfolded(spec, SWITCHED_OFF, all);
    }
    Folding folding = attempt.folding();
    if (folding != null) {
      folding.foldCommunicators();
    }
    return new Folded(spec.program(), attempt, all);
  }

  private static Folded unfolded(SimulationSpec spec, String keptFrom, Communicators all) {
    return new Folded(spec.program(), new Folding.Attempt(null, keptFrom), all);
  }

  /**
   * Has all groups go step by step that should, if folding makes that affordable. Steps tell more
   * apart: what does not fold without them, or leaves too many chunks, is not tried with them.
   *
   * @param attempt with those that are affordable without folding
   * @param again one with those that go step by step now
   */
  private static Folding.Attempt inSteps(
      Folding.Attempt attempt, SteppedGroups stepped, Supplier<Folding.Attempt> again) {
    if (isAffordable(attempt, stepped) && stepped.stepAll()) {
      Folding.Attempt inSteps = again.get();
      if (isAffordable(inSteps, stepped)) {
        return inSteps;
      }
      stepped.stepAffordable();
    }
    return attempt;
  }

  private static boolean isAffordable(Folding.Attempt attempt, SteppedGroups stepped) {
    Folding folding = attempt.folding();
    return folding != null && stepped.affordsAll(folding::simulatedEdges);
  }

  /** Why there is no use in trying, even if it is only to know how many chunks it would take. */
  private static String hindrance(SimulationSpec spec, Communicators all) {
    if (spec.model() != NetworkModelKind.FLOW || spec.program().ranks() == 0) {
      return SWITCHED_OFF;
    }
    if (spec.flowNetwork().completionBatch() > 0) {
      return "completions are batched";
    }
    return all.arePlanned() ? "a library chooses how collectives are done" : "";
  }

  private static Folding.Attempt attempt(SimulationSpec spec, Communicators all, Router router) {
    return Folding.attempt(spec.program(), all, spec.flows(), spec.fabric(), router);
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

  /** Which groups go step by step. */
  Stepping stepping() {
    return Stepping.of(whole, all);
  }

  /** Null if the run is not folded. */
  @Nullable Folding folding() {
    return attempt.folding();
  }

  /** What is simulated: the program, or what the classes of its ranks do. */
  Program program() {
    Folding folding = attempt.folding();
    return folding == null ? whole : folding.program();
  }

  /** The rank that is simulated for one of the program. */
  int simulated(int rank) {
    Folding folding = attempt.folding();
    return folding == null ? rank : folding.classOf(rank);
  }

  /** The rank of the program that one that is simulated stands for, or one of them. */
  int real(int simulated) {
    Folding folding = attempt.folding();
    return folding == null ? simulated : folding.firstRank(simulated);
  }

  /** A run is over. */
  void settle() {
    Folding folding = attempt.folding();
    if (folding != null) {
      folding.settle();
    }
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
    int ranks = whole.ranks();
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
