package weft.scenario.validate;

import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import weft.scenario.packet.PacketPlan;
import weft.scenario.spec.PatternSpec;
import weft.scenario.spec.WorkloadSpec;

/**
 * Rules of how many flows, and packets in a flow, a workload makes: as many at least, since neither
 * how rings are laid nor which pairs share a scale-up domain is known before the run. What is too
 * much only then ends the run.
 */
final class PacketNumbers {

  private static final String MODEL = "network.model";
  private static final String QUEUE_PAIRS = "network.packet.queue-pairs";
  private static final String MTU = "network.packet.mtu";

  /** Flows between two GPUs of which each has a number, and so queue pairs, of its own. */
  private static final int MOST_NUMBERS = 1 << 16;

  private final PacketPlan plan;
  private final int gpus;
  private final Findings findings;

  private PacketNumbers(PacketPlan plan, int gpus, Findings findings) {
    this.plan = plan;
    this.gpus = gpus;
    this.findings = findings;
  }

  /**
   * Applies them.
   *
   * @param workload a sound one
   * @param gpus number of GPUs of the fabric
   */
  static void apply(WorkloadSpec workload, PacketPlan plan, int gpus, Findings findings) {
    if (workload instanceof WorkloadSpec.Jobs jobs) {
      for (int job = 0; job < jobs.jobs().size(); job++) {
        Integer ofJob = jobs.jobs().get(job).gpusWanted();
        apply(
            jobs.jobs().get(job).workload(),
            plan,
            ofJob == null ? gpus : ofJob,
            findings.ofJob(job));
      }
      return;
    }
    PacketNumbers numbers = new PacketNumbers(plan, gpus, findings);
    if (workload instanceof WorkloadSpec.Collective collective) {
      numbers.connections(numbers.ofRings(collective));
      numbers.packets(collective);
    } else if (workload instanceof WorkloadSpec.Flows flows) {
      long least = numbers.ofFlows(flows);
      // With more, the workload is reported.
      if (least <= FlowRules.MOST_FLOWS) {
        numbers.connections(least);
      }
      numbers.packets(flows);
    }
  }

  private void connections(long least) {
    int pairs = plan.spec().queuePairs();
    if (least * pairs <= PacketPlan.MOST_FLOWS) {
      return;
    }
    findings.error(
        pairs == 1 ? MODEL : QUEUE_PAIRS,
        "makes %s flows or more, the packet model takes at most %s. Maybe %s."
            .formatted(
                Findings.grouped(least * pairs),
                Findings.grouped(PacketPlan.MOST_FLOWS),
                pairs == 1 ? "model: flow" : Math.max(1, PacketPlan.MOST_FLOWS / least)));
  }

  /** A ring leaves each domain that it comes to. */
  private long ofRings(WorkloadSpec.Collective collective) {
    int ranks = collective.ranks() == null ? gpus : collective.ranks();
    int domain = plan.facts().domain();
    long edges = ranks <= domain ? 0 : (ranks + domain - 1L) / domain;
    return edges * (collective.channels() == null ? 1 : collective.channels());
  }

  private long ofFlows(WorkloadSpec.Flows flows) {
    int domain = plan.facts().domain();
    long count = 0;
    if (domain == 1) {
      count += flows.file() == null ? 0 : Math.min(MOST_NUMBERS, flows.file().rows().size());
      count += flows.permutation() == null ? 0 : ranks(flows.permutation().ranks());
      count += flows.shift() == null ? 0 : ranks(flows.shift().ranks());
    }
    if (flows.incast() != null) {
      count += Math.max(0, flows.incast().senders() - (domain - 1));
    }
    if (flows.outcast() != null) {
      count += Math.max(0, flows.outcast().receivers() - (domain - 1));
    }
    if (flows.allToAll() != null) {
      long ranks = ranks(flows.allToAll().ranks());
      count += ranks * Math.max(0, ranks - domain);
    }
    return count;
  }

  private int ranks(@Nullable Integer ranks) {
    return ranks == null ? gpus : ranks;
  }

  private void packets(WorkloadSpec.Collective collective) {
    double bytes = 0;
    for (double size = collective.lastBytes();
        size >= collective.firstBytes();
        size /= collective.factor()) {
      bytes += size;
    }
    if (2 * bytes / plan.spec().mtuBytes() > Integer.MAX_VALUE) {
      tooMany("the collective");
    }
  }

  private void packets(WorkloadSpec.Flows flows) {
    LongStream sizes =
        Stream.of(
                flows.permutation(),
                flows.shift(),
                flows.incast(),
                flows.outcast(),
                flows.allToAll())
            .flatMap(Stream::ofNullable)
            .mapToLong(PatternSpec::bytes);
    if (flows.file() != null) {
      sizes = LongStream.concat(sizes, flows.file().rows().stream().mapToLong(row -> row.bytes()));
    }
    long most = sizes.max().orElse(0);
    if (plan.facts().domain() == 1 && (most - 1) / plan.spec().mtuBytes() >= Integer.MAX_VALUE) {
      tooMany("a flow");
    }
  }

  private void tooMany(String what) {
    findings.error(
        MTU,
        "cuts %s into more than %s packets%s, which cannot be numbered. Maybe model: flow."
            .formatted(
                what, Findings.grouped(Integer.MAX_VALUE), what.equals("a flow") ? "" : " a flow"));
  }
}
