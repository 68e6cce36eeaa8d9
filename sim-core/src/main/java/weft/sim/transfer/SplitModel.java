package weft.sim.transfer;

import java.util.function.IntPredicate;
import weft.sim.route.Paths;
import weft.sim.route.Router;

/**
 * Two models side by side, each for some of the transfers: one for those whose path stays on
 * certain links, such as a scale-up network, the other for all others.
 *
 * <p><b>Caveat.</b> On a link that both use, as with a path over NVLink to the NIC of another GPU
 * (PXN), neither knows of the traffic of the other.
 */
public final class SplitModel implements NetworkModel {

  private final Router router;
  private final Paths paths;
  private final IntPredicate isInside;
  private final NetworkModel inside;
  private final NetworkModel outside;

  /**
   * Two models over one fabric and one router, without listeners yet.
   *
   * @param isInside which links are for {@code inside}
   */
  public SplitModel(
      Router router, IntPredicate isInside, NetworkModel inside, NetworkModel outside) {
    this.router = router;
    this.isInside = isInside;
    this.inside = inside;
    this.outside = outside;
    paths = router.paths();
  }

  @Override
  public int register(TransferListener listener) {
    int id = inside.register(listener);
    if (outside.register(listener) != id) {
      throw new IllegalStateException("one of the models has listeners of its own");
    }
    return id;
  }

  @Override
  public void start(int source, int destination, int flow, long bytes, int listener, long token) {
    model(source, destination, flow).start(source, destination, flow, bytes, listener, token);
  }

  @Override
  public void start(
      int source,
      int destination,
      int flow,
      long bytes,
      Sharing sharing,
      int listener,
      long token) {
    model(source, destination, flow)
        .start(source, destination, flow, bytes, sharing, listener, token);
  }

  private NetworkModel model(int source, int destination, int flow) {
    int path = router.path(source, destination, flow);
    for (int hop = 0; hop < paths.hops(path); hop++) {
      if (!isInside.test(paths.link(path, hop))) {
        return outside;
      }
    }
    return inside;
  }

  @Override
  public long latencyPs(int source, int destination, int flow) {
    return model(source, destination, flow).latencyPs(source, destination, flow);
  }

  @Override
  public long rateBps(int source, int destination, int flow) {
    return model(source, destination, flow).rateBps(source, destination, flow);
  }

  @Override
  public long carriedBytes(int link) {
    return Math.addExact(inside.carriedBytes(link), outside.carriedBytes(link));
  }

  @Override
  public boolean isRounded(int link) {
    return inside.isRounded(link) || outside.isRounded(link);
  }

  @Override
  public long wastedBytes() {
    return Math.addExact(inside.wastedBytes(), outside.wastedBytes());
  }

  @Override
  public int inFlight() {
    return inside.inFlight() + outside.inFlight();
  }
}
