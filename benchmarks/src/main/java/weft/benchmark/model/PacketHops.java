package weft.benchmark.model;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import weft.sim.packet.PacketReport;

/**
 * A random permutation over a three-tier fat tree, every packet and acknowledgement of it: packet-
 * hops a second (the counter {@code hops}; an operation is a whole run), as {@link PacketLoad} has
 * it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 3)
public class PacketHops {

  /** Hosts: 128 or 1,024. */
  @Param({"128", "1024"})
  public int hosts;

  /** What the network does. */
  @Param({"FUSED", "LOSSLESS", "TRIMMING"})
  public PacketLoad load = PacketLoad.FUSED;

  /** Payload that each host sends, bytes. */
  @Param("10000000")
  public long bytes;

  private PacketRun run = PacketLoad.FUSED.run(128, 1);

  /** What is counted. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Counters {
    /** Links that packets crossed. */
    public long hops;

    /** Events that it took. */
    public long events;

    /** Packets that were marked, and that were trimmed; pauses. */
    public long marks;

    public long trims;
    public long pauses;
  }

  /** Draws the flows and their paths, which is not measured. */
  @Setup(Level.Invocation)
  public void prepare() {
    run = load.run(hosts, bytes);
  }

  /** The whole run. */
  @Benchmark
  public int permutation(Counters counters) {
    counters.hops += run.run();
    counters.events += run.events();
    PacketReport report = run.model().report();
    counters.marks += report.marked();
    counters.trims += report.trimmed();
    counters.pauses += report.pauses();
    return run.delivered();
  }
}
