package com.quittance.http;

import java.util.LinkedHashMap;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.context.request.NativeWebRequest;

/**
 * What the caller accepts, whatever charset they ask for: JSON is UTF-8. Left in, another one would
 * be found out only when the answer is written, after what was asked for has been done.
 */
public final class AcceptedTypes extends HeaderContentNegotiationStrategy {

  @Override
  public List<MediaType> resolveMediaTypes(NativeWebRequest request)
      throws HttpMediaTypeNotAcceptableException {
    return super.resolveMediaTypes(request).stream().map(AcceptedTypes::withoutCharset).toList();
  }

  private static MediaType withoutCharset(MediaType accepted) {
    var parameters = new LinkedHashMap<>(accepted.getParameters());
    parameters.keySet().removeIf(name -> name.equalsIgnoreCase("charset"));
    return new MediaType(accepted, parameters);
  }
}
