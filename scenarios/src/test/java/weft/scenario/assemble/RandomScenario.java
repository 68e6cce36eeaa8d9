package weft.scenario.assemble;

import java.util.Random;
import java.util.stream.IntStream;

/**
 * A small scenario, drawn at random, of values that are each in order by itself. Whether they fit
 * each other is left to chance, which is leaned upon so that many do.
 */
final class RandomScenario {

  private final Random random;
  private final StringBuilder text = new StringBuilder();

  private RandomScenario(Random random) {
    this.random = random;
  }

  /** The text of one. */
  static String text(Random random) {
    RandomScenario scenario = new RandomScenario(random);
    scenario.line("seed", random.nextInt(100));
    scenario.line("checking", "audit");
    int gpus = scenario.fabric();
    scenario.network();
    int kind = random.nextInt(6);
    if (kind < 3) {
      scenario.training(gpus);
    } else if (kind == 3) {
      scenario.flows(gpus);
    } else {
      scenario.collective(gpus);
    }
    return scenario.text.toString();
  }

  /**
   * Writes the fabric, which may turn out to be impossible; returns how many GPUs it would have.
   */
  private int fabric() {
    line("fabric", "");
    String node = any("dgx-a100", "dgx-h100", "dgx-h200", "dgx-b200");
    switch (random.nextInt(6)) {
      case 0 -> {
        int gpus = 1 + random.nextInt(20);
        line("  single-switch", "");
        line("    gpus", gpus);
        line("    gpu", any("a100", "h100", "h200", "b200"));
        line("    rate", any("1Gbps", "400Gbps", "1Tbps", "123456789bps"));
        line("    latency", any("0us", "1us", "1ps"));
        return gpus;
      }
      case 1 -> {
        int nodes = 1 + random.nextInt(20);
        line("  superpod", "{ node: %s, scalable-units: 1, nodes: %d }".formatted(node, nodes));
        return 8 * nodes;
      }
      case 2 -> {
        int nodes = 1 + random.nextInt(20);
        String family = any("rail-optimized", "rail-only", "multi-plane");
        line("  " + family, "");
        line("    node", node);
        line("    nodes", nodes);
        if (family.equals("multi-plane")) {
          line("    planes", 2 + random.nextInt(3));
          maybe("    planes-of", any("ports", "leaves", "nics"));
          maybe("    wiring", any("rail", "rack"));
        }
        if (family.equals("rail-only")) {
          maybe("    spines", any("none", "rail"));
        } else {
          maybe("    oversubscription", any("1", "1.5", "3", "1000"));
        }
        return 8 * nodes;
      }
      default -> {
        int nodes = 1 + random.nextInt(20);
        line("  leaf-spine", "");
        line("    node", node);
        line("    nodes", nodes);
        line("    nodes-per-unit", 1 + random.nextInt(20));
        line("    wiring", any("rail", "rack"));
        line("    spines", random.nextInt(5));
        maybe("    links-per-pair", any("1", "2", "3"));
        maybe("    uplink-rate", any("100Gbps", "200Gbps", "400Gbps", "25GBps"));
        return 8 * nodes;
      }
    }
  }

  private void network() {
    line("network", "");
    line("  model", any("flow", "flow", "analytic"));
    maybe("  routing", "{ policy: ecmp }");
    maybe("  step-overhead", any("{}", "{ launch: 0us }", "{ scale-out: 1ps, scale-up: 1s }"));
  }

  private void training(int gpus) {
    int tensor = divisor(gpus);
    int pipeline = divisor(gpus / tensor);
    int context = any("1", "1", "2").equals("2") ? divisor(gpus / tensor / pipeline) : 1;
    int data = gpus / tensor / pipeline / context;
    int heads = off(tensor * (1 + random.nextInt(3)));
    int microBatch = 1 + random.nextInt(3);
    line("workload", "");
    line("  training", "");
    line("    model", "");
    line("      hidden", heads * (1 + random.nextInt(32)));
    line("      layers", off(pipeline * (1 + random.nextInt(3))));
    line("      heads", heads);
    maybe("      ffn", tensor * (1 + random.nextInt(256)) + random.nextInt(4) / 3);
    line("      vocabulary", 1 + random.nextInt(1_000));
    maybe("      kv-heads", divisor(heads));
    maybe("      gated", any("on", "off"));
    maybe("      tied", any("on", "off"));
    maybe(
        "      experts",
        "{ count: 4, active: %d, groups: %d }"
            .formatted(1 + random.nextInt(5), 1 + random.nextInt(3)));
    line(
        "    parallelism",
        "{ tensor: %d, pipeline: %d, data: %d, context: %d, virtual-stages: %d, sequence-parallel: %s }"
            .formatted(
                tensor, pipeline, off(data), context, 1 + random.nextInt(8) / 6, any("on", "off")));
    line("    global-batch", off(data * microBatch * (1 + random.nextInt(4))));
    line("    micro-batch", microBatch);
    line("    sequence", off(tensor * context * (1 + random.nextInt(16))));
    maybe("    schedule", any("1f1b", "gpipe", "zero-bubble"));
    maybe("    precision", any("bf16", "fp16", "fp8"));
    maybe("    sharding", any("none", "zero-1", "zero-2", "zero-3"));
    maybe("    attention", any("fused", "flash-1", "unfused"));
    maybe("    tensor-overlap", any("on", "off"));
    maybe("    expert-overlap", any("on", "off"));
    maybe("    expert-exchange", any("direct", "once-per-node"));
    maybe("    data-overlap", any("on", "off"));
    maybe("    gradient-precision", any("fp32", "bf16"));
    maybe("    amax-reduction", any("data", "tensor", "none"));
    maybe("    recompute", any("none", "selective", "full"));
    maybe("    gemm-efficiency", any("1", "0.5", "0.001"));
    maybe("    gpu-variation", any("0", "0.02", "0.1"));
    maybe("    memory-efficiency", any("1", "0.5", "0.001"));
    maybe("    slow-gpus", any("[]", "[{ rank: 0, speed: 0.5 }]"));
    maybe("expect", any("{ mfu: { min: 0 } }", "{ step-time: { min: 1ps } }"));
  }

  private void collective(int gpus) {
    int begin = 1 + random.nextInt(100_000);
    line("workload", "");
    line("  collective", "");
    line("    operation", any("all_reduce", "all_gather", "reduce_scatter"));
    line("    begin", begin + "B");
    maybe("    end", begin - 10 + random.nextInt(1_000_000) + "B");
    maybe("    factor", any("2", "3", "1000"));
    maybe("    algorithm", "ring");
    maybe("    ranks", 2 + random.nextInt(gpus));
    maybe("    channels", 1 + random.nextInt(10));
    maybe("expect", "{ busbw: { min: 0Bps } }");
  }

  private void flows(int gpus) {
    line("workload", "");
    line("  flows", "");
    line("    shift", "{ size: 1kB, distance: %d }".formatted(1 + random.nextInt(gpus)));
    maybe("    permutation", "{ size: 1MB, start: 1us }");
    maybe("    incast", "{ size: 1B, senders: %d }".formatted(1 + random.nextInt(2 * gpus)));
    maybe(
        "    outcast",
        "{ size: 1GB, receivers: 1, sender: %d }".formatted(off(random.nextInt(gpus))));
    maybe(
        "    all-to-all",
        "{ size: 1kB, ranks: %d, parallel: %d }"
            .formatted(2 + random.nextInt(16), 1 + random.nextInt(4)));
    maybe("expect", any("{ mean-fct: { min: 0us } }", "{ max-fct: { max: 1h } }"));
  }

  /** The number, or rarely the next one, which hardly anything divides. */
  private int off(int number) {
    return random.nextInt(20) == 0 ? number + 1 : number;
  }

  private int divisor(int number) {
    int[] divisors = IntStream.rangeClosed(1, number).filter(d -> number % d == 0).toArray();
    return divisors[random.nextInt(divisors.length)];
  }

  private String any(String... values) {
    return values[random.nextInt(values.length)];
  }

  private void maybe(String key, Object value) {
    if (random.nextBoolean()) {
      line(key, value);
    }
  }

  private void line(String key, Object value) {
    text.append(key).append(": ").append(value).append('\n');
  }
}
