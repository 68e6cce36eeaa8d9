package weft.sim.packet;

import weft.sim.fixture.NetworkRun;
import weft.sim.packet.queue.SwitchOptions;
import weft.sim.packet.queue.Wire;
import weft.sim.packet.transport.TransportKind;
import weft.sim.packet.transport.WindowTransport;

/** Packet models for tests. */
final class PacketRuns {

  static final TransportKind UNLIMITED = window(Long.MAX_VALUE);

  private PacketRuns() {}

  static TransportKind window(long bytes) {
    return () -> new WindowTransport(bytes, Long.MAX_VALUE, false);
  }

  static PacketOptions options(SwitchOptions switches, TransportKind transport) {
    return new PacketOptions(
        Wire.DEFAULT,
        switches,
        transport,
        PathPolicy.ECMP,
        1,
        0,
        PacketOptions.Completion.RECEIVED);
  }

  static NetworkRun.ModelFactory model(PacketOptions options) {
    return (engine, fabric, router, probe) -> {
      PacketModel model = new PacketModel(engine, fabric, router, probe, options, 1);
      engine.attach(model);
      return model;
    };
  }
}
