package weft.scenario.schedule;

import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import weft.scenario.parse.Position;
import weft.scenario.parse.Quote;

/** JSON token by token, which knows where each stands. */
final class JsonText {

  private final String file;
  private final JsonParser json;

  private JsonText(String file, JsonParser json) {
    this.file = file;
    this.json = json;
  }

  /**
   * Reads a text that is one object.
   *
   * @param what it is, for messages
   * @param object reads it, from its first token on
   */
  static <T> T read(
      String file, String text, String what, Findings findings, Function<JsonText, T> object) {
    try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
      JsonText source = new JsonText(file, json);
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw findings.fatal(source.here(), "holds no object, but a " + what + " is one.");
      }
      T root = object.apply(source);
      if (json.nextToken() != null) {
        throw findings.fatal(source.here(), "goes on behind the end of the " + what + ".");
      }
      return root;
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      throw findings.fatal(
          at == null
              ? Position.whole(file)
              : new Position(file, Math.max(0, at.getLineNr()), Math.max(0, at.getColumnNr())),
          "is not sound JSON: " + Quote.line(String.valueOf(e.getOriginalMessage())));
    }
  }

  JsonParser tokens() {
    return json;
  }

  /** Where the token at hand stands. */
  Position here() {
    TokenStreamLocation at = json.currentTokenLocation();
    return new Position(file, Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
  }
}
