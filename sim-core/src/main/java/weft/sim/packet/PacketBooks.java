package weft.sim.packet;

import weft.sim.packet.queue.PacketLoss;
import weft.sim.packet.queue.Wire;
import weft.sim.packet.store.PacketStore;

/**
 * The books of a run: every data packet that was sent arrived, was trimmed on its way, was dropped,
 * or is under way. And every byte that crossed a link was of use, or is written off here.
 */
final class PacketBooks implements PacketLoss {

  private final PacketStore store;
  private final Flows flows;
  private final Wire wire;
  private long sent;
  private long received;
  private long useless;
  private long trimmed;
  private long dropped;
  private long wastedBytes;

  PacketBooks(PacketStore store, Flows flows, Wire wire) {
    this.store = store;
    this.flows = flows;
    this.wire = wire;
  }

  void onSent() {
    sent++;
  }

  /**
   * A packet that arrived and was of use.
   *
   * @param detour links that it crossed beyond those of its transfer's path
   */
  void onReceived(int wireBytes, int detour) {
    received++;
    wastedBytes += (long) detour * (wireBytes - wire.headerBytes());
  }

  /** Full packets that would have arrived by the paths that the flow has now. */
  void onSkipped(int flow, int packets) {
    long detour = flows.outerHops(flow) - (long) flows.plannedHops(flow);
    wastedBytes += packets * detour * wire.payloadBytes();
  }

  /** The last packet of a transfer was filled up. */
  void onPadding(long transferBytes, int hops) {
    long packets = wire.packets(transferBytes);
    wastedBytes += hops * (packets * wire.payloadBytes() - transferBytes);
  }

  /** A packet that arrived, but had come before or came too early. */
  void onUseless(int wireBytes, int hops) {
    useless++;
    wastedBytes += (long) hops * (wireBytes - wire.headerBytes());
  }

  @Override
  public void onDropped(int port, int packet) {
    if (store.kind(packet) == PacketStore.DATA && !store.isTrimmed(packet)) {
      dropped++;
      writeOff(packet, 0);
    }
  }

  @Override
  public void onLost(int link, int packet) {
    if (store.kind(packet) == PacketStore.DATA && !store.isTrimmed(packet)) {
      dropped++;
      writeOff(packet, 1);
    }
  }

  @Override
  public void onTrimmed(int port, int packet) {
    trimmed++;
    writeOff(packet, 0);
  }

  /** It has crossed the links before the one that it is at, and as many more. */
  private void writeOff(int packet, int more) {
    int links = flows.crossedBefore(store.flow(packet), store.position(packet)) + more;
    wastedBytes += (long) links * (store.wireBytes(packet) - wire.headerBytes());
  }

  /** Data packets that were sent, repetitions included. */
  long sent() {
    return sent;
  }

  /** Data packets that arrived and were of use. */
  long received() {
    return received;
  }

  /** Data packets that arrived in vain. */
  long useless() {
    return useless;
  }

  /** Data packets that lost their payload. */
  long trimmed() {
    return trimmed;
  }

  /** Data packets that were dropped with their payload, or lost on links that failed. */
  long dropped() {
    return dropped;
  }

  /** Payload times links that it crossed in vain. */
  long wastedBytes() {
    return wastedBytes;
  }

  /** Data packets with payload that are under way. */
  long underWay() {
    return sent - received - useless - trimmed - dropped;
  }
}
