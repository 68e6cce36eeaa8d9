package weft.benchmark.model;

import weft.sim.packet.PacketReport;

/**
 * What skipping steady states brings, and what it costs: a permutation in full and with several
 * tolerances, each flow's completion compared.
 */
public final class SteadyStates {

  private static final double[] TOLERANCES = {0, 0.01, 0.03, 0.05};

  private SteadyStates() {}

  /** Takes a load, a number of hosts (128 or 1,024) and the megabytes that each sends. */
  public static void main(String[] args) {
    if (args.length != 3) {
      System.err.println("usage: SteadyStates FUSED|LOSSLESS|TRIMMING 128|1024 MEGABYTES");
      System.exit(2);
    }
    PacketLoad load = PacketLoad.valueOf(args[0]);
    int hosts = Integer.parseInt(args[1]);
    long bytes = Long.parseLong(args[2]) * 1_000_000;
    // The compiler has had its time: what is first is not slower for being first.
    load.run(hosts, Math.min(bytes, 40_000_000)).run();
    load.run(hosts, Math.min(bytes, 40_000_000)).run();
    long[] fullPs = new long[0];
    System.out.println("tolerance  wall s   M hops  skipped  error of flows: mean  largest");
    for (double tolerance : TOLERANCES) {
      PacketRun run = load.run(hosts, bytes, tolerance);
      long start = System.nanoTime();
      long hops = run.run();
      double seconds = (System.nanoTime() - start) / 1e9;
      fullPs = tolerance == 0 ? run.endsPs() : fullPs;
      PacketReport report = run.model().report();
      double all = (double) report.sent() - report.repeated() + report.skippedPackets();
      System.out.printf(
          "%9.2f %7.2f %8.1f %6.1f %% %19.3f %% %6.3f %%%n",
          tolerance,
          seconds,
          hops / 1e6,
          100 * report.skippedPackets() / all,
          100 * meanError(run.endsPs(), fullPs),
          100 * largestError(run.endsPs(), fullPs));
    }
  }

  private static double error(long timePs, long fullPs) {
    return Math.abs((double) timePs / fullPs - 1);
  }

  private static double meanError(long[] endsPs, long[] fullPs) {
    double sum = 0;
    for (int flow = 0; flow < endsPs.length; flow++) {
      sum += error(endsPs[flow], fullPs[flow]);
    }
    return sum / endsPs.length;
  }

  private static double largestError(long[] endsPs, long[] fullPs) {
    double largest = 0;
    for (int flow = 0; flow < endsPs.length; flow++) {
      largest = Math.max(largest, error(endsPs[flow], fullPs[flow]));
    }
    return largest;
  }
}
