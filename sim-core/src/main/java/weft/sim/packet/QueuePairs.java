package weft.sim.packet;

import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.util.function.IntConsumer;
import weft.sim.packet.store.PacketStore;
import weft.sim.packet.store.Telemetry;
import weft.sim.random.KeyedHash;
import weft.sim.route.Router;

/** Which flows carry the transfers of a connection: its queue pairs, one after the other. */
final class QueuePairs {

  private static final int MAX_FLOW_NUMBERS = 1 << 16;

  private final Router router;
  private final PacketOptions options;
  private final PacketStore store;
  private final Flows flows;
  private final FlowRoutes routes;
  private final IntConsumer onOpened;
  private final Long2IntOpenHashMap flowOfConnection = new Long2IntOpenHashMap();
  private final Long2IntOpenHashMap turnOfConnection = new Long2IntOpenHashMap();

  /**
   * No connections yet.
   *
   * @param onOpened told of each new flow
   */
  QueuePairs(
      Router router,
      PacketOptions options,
      PacketStore store,
      Flows flows,
      FlowRoutes routes,
      IntConsumer onOpened) {
    this.router = router;
    this.options = options;
    this.store = store;
    this.flows = flows;
    this.routes = routes;
    this.onOpened = onOpened;
    flowOfConnection.defaultReturnValue(-1);
  }

  /** The flow of a connection whose turn it is. */
  int flow(int source, int destination, int number) {
    long key = ((((long) source << 24) | destination) << 16) | number;
    int first = flowOfConnection.get(key);
    if (first < 0) {
      first = flows.count();
      for (int pair = 0; pair < options.queuePairs(); pair++) {
        open(source, destination, number, pair);
      }
      flowOfConnection.put(key, first);
    }
    return options.queuePairs() == 1
        ? first
        : first + turnOfConnection.addTo(key, 1) % options.queuePairs();
  }

  private void open(int source, int destination, int connection, int pair) {
    int classes = options.switches().weights().length;
    int number = (connection * options.queuePairs() + pair) % MAX_FLOW_NUMBERS;
    routes.open(flows.count(), source, destination, number);
    FlowRoutes.Rows data = routes.data(flows.count());
    FlowRoutes.Rows acks = routes.acks(flows.count());
    int flow =
        flows.open(
            data.links(),
            data.hops(),
            acks.links(),
            acks.hops(),
            options.switches().firstDataClass() + (connection + pair) % classes,
            router.paths().hops(router.path(source, destination, connection)),
            KeyedHash.mix(KeyedHash.mix(source, destination), number));
    if (store.hasTelemetry()) {
      store.reserveTelemetry(Telemetry.words(flows.hops(flow)));
    }
    onOpened.accept(flow);
  }
}
