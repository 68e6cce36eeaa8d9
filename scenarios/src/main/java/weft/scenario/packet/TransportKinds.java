package weft.scenario.packet;

import org.jspecify.annotations.Nullable;
import weft.scenario.spec.OnOff;
import weft.scenario.spec.TransportSpec;
import weft.sim.packet.transport.Dcqcn;
import weft.sim.packet.transport.Hpcc;
import weft.sim.packet.transport.IdealTransport;
import weft.sim.packet.transport.Ndp;
import weft.sim.packet.transport.Nscc;
import weft.sim.packet.transport.Swift;
import weft.sim.packet.transport.TransportKind;
import weft.sim.packet.transport.Transports;
import weft.sim.packet.transport.WindowTransport;

/** From the transport of a scenario to that of the engine. */
public final class TransportKinds {

  private TransportKinds() {}

  /**
   * What makes the transport of a run.
   *
   * @param spec of a known name
   * @throws IllegalArgumentException if a parameter is out of its range
   */
  public static TransportKind of(TransportSpec spec) {
    if (spec instanceof TransportSpec.Known known) {
      return Transports.named(known.name()).orElseThrow().defaults();
    }
    if (spec instanceof TransportSpec.Roce roce) {
      return new WindowTransport.Parameters(
          roce.windowBytes() == null ? Long.MAX_VALUE : roce.windowBytes(),
          roce.timeoutPs(),
          roce.pad() == OnOff.ON);
    }
    if (spec instanceof TransportSpec.Dcqcn dcqcn) {
      return new Dcqcn.Parameters(
          dcqcn.gain(),
          dcqcn.notificationGapPs(),
          dcqcn.alphaTimerPs(),
          dcqcn.increaseTimerPs(),
          dcqcn.increaseCounterBytes(),
          dcqcn.fastRecoveries(),
          dcqcn.additiveShare(),
          dcqcn.hyperSteps(),
          dcqcn.leastShare(),
          dcqcn.timeoutPs());
    }
    if (spec instanceof TransportSpec.Hpcc hpcc) {
      return new Hpcc.Parameters(
          hpcc.utilization(),
          hpcc.stages(),
          hpcc.additiveBytes(),
          hpcc.leastShare(),
          hpcc.timeoutPs());
    }
    if (spec instanceof TransportSpec.Swift swift) {
      return new Swift.Parameters(
          swift.additivePackets(),
          swift.decrease(),
          swift.largestDecrease(),
          orZero(swift.baseTargetPs()),
          swift.hopTargetPs(),
          swift.flowRange(),
          swift.leastScaledPackets(),
          swift.largestScaledPackets(),
          swift.leastPackets(),
          swift.largestTrips(),
          swift.timeoutPs());
    }
    if (spec instanceof TransportSpec.Ndp ndp) {
      return new Ndp.Parameters(
          ndp.firstWindow() == null ? 0 : ndp.firstWindow(), ndp.pullShare(), ndp.timeoutPs());
    }
    if (spec instanceof TransportSpec.Nscc nscc) {
      return new Nscc.Parameters(
          orZero(nscc.networkRttPs()),
          orZero(nscc.targetDelayPs()),
          orZero(nscc.windowBytes()),
          Math.toIntExact(nscc.acknowledgeEveryBytes()),
          nscc.timeoutPs());
    }
    if (spec instanceof TransportSpec.Ideal ideal) {
      return new IdealTransport.Parameters(ideal.windowTrips(), ideal.timeoutPs());
    }
    throw new IllegalArgumentException("no transport " + spec);
  }

  /** Zero is what each flow finds out for itself. */
  private static long orZero(@Nullable Long given) {
    return given == null ? 0 : given;
  }
}
