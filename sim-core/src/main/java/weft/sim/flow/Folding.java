package weft.sim.flow;

import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import weft.sim.event.Engine;
import weft.sim.fabric.LinkOrder;
import weft.sim.flow.maxmin.Backoff;
import weft.sim.route.Paths;

/**
 * Flows that are interchangeable are simulated once: as long as none is added, by the {@link
 * Quotient} of the coarsest {@link Refinement} of flows and links, with what is left of a flow and
 * what a link carries as first colours. The members of a class have the same rate at every instant
 * and end together, and without them the partition is equitable still.
 *
 * <p>Whether it pays is found by trying: it is given up when there are more classes than a
 * twentieth of the flows, and it was in vain when others started before it had saved a few
 * solutions. Then the next occasions are let pass, twice as many each time.
 */
final class Folding {

  /**
   * Fewer flows are solved as they are. An assumption: a solution takes some ten microseconds. With
   * 64 the quickstart folded in vain 80 times more often, for a tenth of its engine's time.
   */
  private static final int FEWEST = 256;

  /** A class has so many flows at least, on average, those of links counted with them. */
  private static final int FLOWS_OF_CLASS = 20;

  /** And so many classes there may be besides, so that small systems fold. */
  private static final int SOME = 32;

  /** Edges that refining may follow, in those of the graph: what a few solutions cost. */
  private static final int MOST_ROUNDS = 8;

  private static final int NOBODY = -1;

  /** Solutions of the quotient that make up for refining: an assumption, see decision 11. */
  private static final int WORTH = 4;

  private final Engine engine;
  private final Fluids fluids;
  private final Pools pools;
  private final Sharings sharings;
  private final Paths paths;
  private final IntUnaryOperator pathOfFlow;
  private final double[] capacities;
  private final LinkOrder order;
  private final LinkPruning pruning;
  private final FoldingCounts counts;

  /** The class of each flow that represents one; by the number of the flow. */
  private int[] classOfFlow = new int[0];

  private @Nullable Quotient quotient;

  /** Of the quotient. */
  private @Nullable SpreadClasses spreadClasses;

  private int solutions;
  private final Backoff attempts = new Backoff();

  Folding(
      Engine engine,
      Fluids fluids,
      Pools pools,
      Sharings sharings,
      Paths paths,
      IntUnaryOperator pathOfFlow,
      double[] capacities,
      LinkOrder order,
      LinkPruning pruning,
      FoldingCounts counts) {
    this.engine = engine;
    this.fluids = fluids;
    this.pools = pools;
    this.sharings = sharings;
    this.paths = paths;
    this.pathOfFlow = pathOfFlow;
    this.capacities = capacities;
    this.order = order;
    this.counts = counts;
    this.pruning = pruning;
  }

  boolean isActive() {
    return quotient != null;
  }

  /** Whether it is worth a try. */
  boolean isWorthIt(int flows) {
    return flows >= FEWEST && !attempts.skips();
  }

  /**
   * Folds these flows, if that pays; else nothing happens.
   *
   * @param numbers all that flows, the first {@code flows} elements
   */
  boolean fold(int[] numbers, int flows) {
    Quotient folded = tryFold(numbers, flows);
    if (folded == null) {
      attempts.failed();
      return false;
    }
    solutions = 0;
    counts.onFolded(flows, folded.classes());
    if (classOfFlow.length < fluids.slots()) {
      classOfFlow = new int[2 * fluids.slots()];
    }
    for (int each = 0; each < folded.classes(); each++) {
      classOfFlow[folded.member(folded.begin(each))] = each;
      for (int place = folded.begin(each); place < folded.begin(each + 1); place++) {
        fluids.release(folded.member(place), engine.nowPs());
        pools.remove(folded.member(place));
        fluids.setPool(folded.member(place), Pools.NONE);
      }
    }
    quotient = folded;
    spreadClasses = new SpreadClasses(paths, folded, order);
    return true;
  }

  private @Nullable Quotient tryFold(int[] numbers, int flows) {
    int most = flows / FLOWS_OF_CLASS + SOME;
    Colours ofFlows = new Colours(flows);
    long[] values = new long[flows];
    for (int figure = 0; figure < Fluids.FIGURES; figure++) {
      for (int flow = 0; flow < flows; flow++) {
        values[flow] = fluids.figure(numbers[flow], figure);
      }
      if (!ofFlows.tellApart(values, most)) {
        counts.onGivenUp(FoldingCounts.Reason.SIZES);
        return null;
      }
    }
    if (!sharings.areEqual()) {
      for (int flow = 0; flow < flows; flow++) {
        values[flow] = sharings.of(numbers[flow]);
      }
      ofFlows.tellApart(values);
    }
    int[] pathOf = new int[flows];
    for (int flow = 0; flow < flows; flow++) {
      pathOf[flow] = pathOfFlow.applyAsInt(numbers[flow]);
    }
    pruning.bound(pathOf, flows);
    boolean[] binds = pruning.bindingSpreads();
    FlowClasses first =
        FirstClasses.find(paths, pathOf, numbers, ofFlows, capacities, pruning, binds);
    if (first != null) {
      return new Quotient(first, capacities);
    }
    FoldGraph graph = FoldGraph.of(paths, pathOf, flows, pruning, binds, capacities.length, most);
    if (graph == null) {
      counts.onGivenUp(FoldingCounts.Reason.PATHS);
      return null;
    }
    Refinement refinement = refinement(graph, ofFlows);
    long edges = graph.firstEdge(graph.vertices());
    if (!refinement.refine(most, MOST_ROUNDS * edges)) {
      counts.onGivenUp(FoldingCounts.Reason.PATHS);
      return null;
    }
    FlowClasses refined = FlowClasses.of(graph, refinement, numbers, capacities.length);
    return new Quotient(refined, capacities);
  }

  private Refinement refinement(FoldGraph graph, Colours ofFlows) {
    int links = graph.vertices() - graph.flows();
    long[] values = new long[links];
    for (int link = 0; link < links; link++) {
      values[link] = Double.doubleToRawLongBits(capacities[graph.link(graph.flows() + link)]);
    }
    Colours ofLinks = new Colours(links);
    ofLinks.tellApart(values);
    int[] colours = new int[graph.vertices()];
    for (int vertex = 0; vertex < colours.length; vertex++) {
      colours[vertex] =
          vertex < graph.flows()
              ? ofFlows.of(vertex)
              : ofFlows.count() + ofLinks.of(vertex - graph.flows());
    }
    return new Refinement(graph, colours, ofFlows.count() + ofLinks.count());
  }

  /** Renews the rates of what has not ended. */
  void solve() {
    Quotient folded = active();
    folded.solve(sharings);
    solutions++;
    long nowPs = engine.nowPs();
    pools.open();
    for (int i = 0; i < folded.alive(); i++) {
      int representative = folded.member(folded.begin(folded.solved(i)));
      double rate = folded.rate(i);
      int bottleneck = fluids.bottleneck(representative);
      if (folded.bottleneck(i) < 0) {
        bottleneck = folded.bottleneck(i);
      } else if (bottleneck < 0 || folded.isHeldByOthers(i)) {
        fluids.release(representative, nowPs);
        folded.hold(i);
        bottleneck = holder(representative, folded.solved(i));
      }
      pools.add(
          representative,
          fluids.flowAt(representative, rate, Fluids.psPerByte(rate), bottleneck, nowPs));
    }
    pools.close();
  }

  /** The place of the first of the links that hold a flow of a class. */
  private int holder(int flow, int each) {
    Quotient folded = active();
    int path = pathOfFlow.applyAsInt(flow);
    int first = NOBODY;
    for (int hop = 0; hop < paths.ownHops(path); hop++) {
      int link = paths.link(path, hop);
      int linkClass = folded.classOfLink(link);
      if (linkClass >= 0 && folded.isHeldBy(each, linkClass)) {
        first = earlier(first, order.place(link));
      }
    }
    SpreadClasses ofSpreads = Objects.requireNonNull(spreadClasses);
    int spread = paths.spread(path);
    for (int i = ofSpreads.first(spread); i < ofSpreads.end(spread); i++) {
      if (folded.isHeldBy(each, ofSpreads.linkClass(i))) {
        first = earlier(first, ofSpreads.place(i));
      }
    }
    return first;
  }

  private static int earlier(int first, int place) {
    return first < 0 ? place : Math.min(first, place);
  }

  /** A representative has drained: so have all of its class. */
  void drained(int representative, IntConsumer onDrained) {
    Quotient folded = active();
    int each = classOfFlow[representative];
    int link = fluids.bottleneck(representative);
    for (int place = folded.begin(each); place < folded.begin(each + 1); place++) {
      int flow = folded.member(place);
      fluids.setBottleneck(flow, link < 0 ? link : holder(flow, each));
      onDrained.accept(flow);
    }
    folded.end(each);
    if (folded.alive() == 0) {
      quotient = null;
      attempts.succeeded();
    }
  }

  /** Tells who is held with a representative, and by which link. */
  void held(int representative, int link, HeldConsumer consumer) {
    Quotient folded = active();
    int each = classOfFlow[representative];
    for (int place = folded.begin(each); place < folded.begin(each + 1); place++) {
      int flow = folded.member(place);
      consumer.accept(flow, link < 0 ? link : holder(flow, each));
    }
  }

  /** Is told who is held by what. */
  interface HeldConsumer {
    void accept(int flow, int link);
  }

  /** Gives each flow what its representative has, and ends the folding. */
  void unfold(IntConsumer flows) {
    Quotient folded = active();
    for (int each = 0; each < folded.classes(); each++) {
      if (folded.isAlive(each)) {
        int representative = folded.member(folded.begin(each));
        pools.remove(representative);
        fluids.setPool(representative, Pools.NONE);
        for (int place = folded.begin(each); place < folded.begin(each + 1); place++) {
          int flow = folded.member(place);
          fluids.copy(representative, flow);
          int link = fluids.bottleneck(representative);
          fluids.setBottleneck(flow, link < 0 ? link : holder(flow, each));
          flows.accept(flow);
        }
      }
    }
    quotient = null;
    if (solutions < WORTH) {
      attempts.failed();
    } else {
      attempts.succeeded();
    }
    counts.onUnfolded();
  }

  /** Tells the rate of each flow that has not ended. */
  void rates(RateConsumer consumer) {
    Quotient folded = active();
    for (int each = 0; each < folded.classes(); each++) {
      for (int place = folded.begin(each);
          folded.isAlive(each) && place < folded.begin(each + 1);
          place++) {
        consumer.accept(folded.member(place), fluids.rate(folded.member(folded.begin(each))));
      }
    }
  }

  /** Is told a rate. */
  interface RateConsumer {
    void accept(int flow, double rate);
  }

  private Quotient active() {
    if (quotient == null) {
      throw new IllegalStateException("nothing is folded");
    }
    return quotient;
  }
}
