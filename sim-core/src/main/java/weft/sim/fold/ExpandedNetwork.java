package weft.sim.fold;

import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import weft.sim.transfer.ConnectionListener;
import weft.sim.transfer.HoldListener;
import weft.sim.transfer.NetworkModel;
import weft.sim.transfer.Sharing;
import weft.sim.transfer.TransferListener;

/**
 * A model over a {@link FoldedNetwork} that answers for the real one: what its links carry, and
 * which of them bound a transfer.
 */
final class ExpandedNetwork implements NetworkModel {

  private final NetworkModel model;
  private final FoldedNetwork folded;
  private FoldedNetwork.@Nullable CarriedBytes carried;

  ExpandedNetwork(NetworkModel model, FoldedNetwork folded) {
    this.model = model;
    this.folded = folded;
  }

  @Override
  public int register(TransferListener listener) {
    if (listener instanceof ConnectionListener ofConnections) {
      return model.register(new RealLinksListener(ofConnections, folded));
    }
    return model.register(
        listener instanceof HoldListener ofHolds
            ? new RealHoldsListener(ofHolds, folded)
            : (token, link) -> listener.onDelivered(token, folded.realLink(link)));
  }

  @Override
  public void start(int source, int destination, int flow, long bytes, int listener, long token) {
    carried = null;
    model.start(source, destination, flow, bytes, listener, token);
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
    carried = null;
    model.start(source, destination, flow, bytes, sharing, listener, token);
  }

  @Override
  public boolean dependsOn(int source, int destination, int flow, IntConsumer links) {
    return model.dependsOn(source, destination, flow, links);
  }

  @Override
  public void repeat(
      int source, int destination, int flow, long bytes, long durationPs, long times) {
    carried = null;
    model.repeat(source, destination, flow, bytes, durationPs, times);
  }

  @Override
  public long slowestDrainPs() {
    return model.slowestDrainPs();
  }

  @Override
  public long latencyPs(int source, int destination, int flow) {
    return model.latencyPs(source, destination, flow);
  }

  @Override
  public long rateBps(int source, int destination, int flow) {
    return model.rateBps(source, destination, flow);
  }

  /** Good once a run has ended: what is carried is worked out for all links at once. */
  @Override
  public long carriedBytes(int link) {
    return carried().whole()[link] + Math.round(carried().parts()[link]);
  }

  @Override
  public boolean isRounded(int link) {
    double part = carried().parts()[link];
    return part != Math.rint(part);
  }

  private FoldedNetwork.CarriedBytes carried() {
    if (carried == null) {
      carried = folded.carriedBytes(model::carriedBytes);
    }
    return carried;
  }

  @Override
  public int inFlight() {
    return model.inFlight();
  }

  private record RealHoldsListener(HoldListener listener, FoldedNetwork folded)
      implements HoldListener {

    @Override
    public void onHeld(long token, int link, long durationPs) {
      listener.onHeld(token, folded.realLink(link), durationPs);
    }

    @Override
    public void onDelivered(long token, int boundLink) {
      listener.onDelivered(token, folded.realLink(boundLink));
    }
  }

  private record RealLinksListener(ConnectionListener listener, FoldedNetwork folded)
      implements ConnectionListener {

    @Override
    public void onFree(long token) {
      listener.onFree(token);
    }

    @Override
    public void onDelivered(long token, int boundLink) {
      listener.onDelivered(token, folded.realLink(boundLink));
    }
  }
}
